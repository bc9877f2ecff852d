#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs every command in graphs/README.md, which makes what is in graphs/.
# Arguments: the command; a folder instead of graphs/.
set -eu
command=$1
cd "$(dirname "$0")/.."
root=$PWD
cd "${2-graphs}"
GDCTRACE_DATA=$root/mappings
SOURCE_DATE_EPOCH=1764547200 # 2025-12-01: the line of today
LC_ALL=C
export GDCTRACE_DATA SOURCE_DATE_EPOCH LC_ALL
sed -n 's/^    gdctrace //p' "$root/graphs/README.md" | while read -r words; do
  # shellcheck disable=SC2086 # several words
  "$command" --mappings "$root/mappings" $words
done
