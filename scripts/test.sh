#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# On a fresh Debian 12: installs what is missing, builds, and runs every test.
# Arguments go to 'meson setup'; BUILD names the build folder.
set -eu
cd "$(dirname "$0")/.."
build=${BUILD:-build-test}

packages=$(grep -v '^#' scripts/packages-test.txt)
# Node.js, for tests in a browser, may have come from elsewhere, with npm.
command -v npm >/dev/null || packages="$packages nodejs npm"
# shellcheck disable=SC2086 # words are packages
sh scripts/install.sh $packages
if [ ! -f "$build/build.ninja" ]; then
  meson setup -Dwerror=true "$@" "$build"
fi
meson compile -C "$build"
meson test -C "$build" --no-rebuild --print-errorlogs
python3 - "$build" <<'END'
import json, sys
lines = open(sys.argv[1] + '/meson-logs/testlog.json', encoding='utf-8')
results = [json.loads(line)['result'] for line in lines]
failed = sum(result not in ('OK', 'EXPECTEDFAIL') for result in results)
print(f'{len(results) - failed} passed, {failed} failed')
sys.exit(1 if failed or not results else 0)
END
