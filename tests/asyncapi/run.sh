#!/bin/bash
# Fetches the parser once and runs check.mjs. Where there is no Node, or nothing can be fetched, it
# skips, and says so.
#
#   run.sh <root of the repository> <a folder to work in>
set -euo pipefail
root=$1
work=$2
skip() {
  echo "SKIPPED: $1. Nobody has checked proto/asyncapi.yaml." >&2
  exit 77
}
command -v node >/dev/null || skip "there is no node here"
command -v npm >/dev/null || skip "there is no npm here"
mkdir -p "$work"
if ! cmp -s "$root/tests/asyncapi/package.json" "$work/package.json"; then
  cp "$root/tests/asyncapi/package.json" "$work/package.json.new"
  (cd "$work" && mv package.json.new package.json &&
    npm install --ignore-scripts --no-audit --no-fund --no-package-lock >npm.log 2>&1) ||
    { rm -f "$work/package.json"; tail -5 "$work/npm.log" >&2; skip "npm could not fetch the parser"; }
fi
node "$root/tests/asyncapi/check.mjs" "$root" "$work"
