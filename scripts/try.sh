#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# On a fresh Debian 12: installs what is missing, builds, and runs the main job
# on the bundled mapping. What it makes is in out/.
set -eu
cd "$(dirname "$0")/.."

sh scripts/install.sh
if [ ! -f build/build.ninja ]; then
  meson setup --buildtype=release build >/dev/null
fi
meson compile -C build >/dev/null

mkdir -p out
build/tools/gdctrace check
build/tools/gdctrace draw overview -o out/overview.svg
build/tools/gdctrace report review -o out/review.html
build/tools/gdctrace report annex -o out/annex.html
build/tools/gdctrace export -o out/mapping.xml
echo
echo "The diagram is in $PWD/out/overview.svg (open it in a browser)."
echo "The input to a review is in $PWD/out/review.html, the annex in $PWD/out/annex.html."
echo "The mapping as XML is in $PWD/out/mapping.xml."
echo "The command is $PWD/build/tools/gdctrace; try it with --help."
