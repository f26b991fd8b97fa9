#!/bin/bash
# Fetches the validator once and runs check.mjs. Where there is no Node, or nothing can be fetched,
# it skips, and says so.
#
#   run.sh <root of the repository> <a folder to work in> <the binary>
set -euo pipefail
root=$1
work=$2
binary=$3
skip() {
  echo "SKIPPED: $1. Nobody has checked config/dateline.schema.json." >&2
  exit 77
}
command -v node >/dev/null || skip "there is no node here"
command -v npm >/dev/null || skip "there is no npm here"
mkdir -p "$work"
if ! cmp -s "$root/tests/config_schema/package.json" "$work/package.json"; then
  cp "$root/tests/config_schema/package.json" "$work/package.json.new"
  (cd "$work" && mv package.json.new package.json &&
    npm install --ignore-scripts --no-audit --no-fund --no-package-lock >npm.log 2>&1) ||
    { rm -f "$work/package.json"; tail -5 "$work/npm.log" >&2; skip "npm could not fetch ajv"; }
fi
node "$root/tests/config_schema/check.mjs" "$root" "$work" "$binary"
