#!/bin/bash
# Fetches the browser's driver and the schema validator once, and runs a script of this folder with
# them. Where there is no browser or no Node, or nothing can be fetched, it skips, and says so.
#
#   run.sh <script> <folder to work in> <arguments of the script ...>
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
script=$1
work=$2
shift 2
skip() {
  echo "SKIPPED: $1. Nobody has looked at the status page." >&2
  exit 77
}
command -v node >/dev/null || skip "there is no node here"
command -v npm >/dev/null || skip "there is no npm here"
command -v chromium >/dev/null || skip "there is no chromium here"
mkdir -p "$work"
if ! cmp -s "$here/package.json" "$work/package.json"; then
  cp "$here/package.json" "$work/package.json.new"
  (cd "$work" && mv package.json.new package.json &&
    npm install --ignore-scripts --no-audit --no-fund --no-package-lock >npm.log 2>&1) ||
    { rm -f "$work/package.json"; tail -5 "$work/npm.log" >&2; skip "npm could not fetch the driver"; }
fi
exec node "$here/$script" "$work" "$@"
