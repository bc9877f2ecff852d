#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the diagrams in graphs/ anew. Argument: the command.
set -eu
cd "$(dirname "$0")/.."
GDCTRACE_DATA=mappings
export GDCTRACE_DATA
for format in svg dot; do
  "$1" --mappings mappings draw overview -o "graphs/overview.$format"
done
