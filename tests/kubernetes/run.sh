#!/bin/bash
# Fetches the tools once and runs one of the tests.
#
#   run.sh <test.mjs> <root of the repository> <a folder to work in> [dateline]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
test=$1 root=$2 work=$3
"$here/prepare.sh" "$work"
exec node "$here/$test" "$root" "$work" "${@:4}"
