#!/bin/bash
# The dashboards as they are committed: built again they are the same bytes, they are of Grafana's
# own types, and keep to the rules of rules.mjs.
#
# usage: dashboards.sh <root of the repository> <a folder to work in>
set -euo pipefail
root=$1 work=$2
here=$root/tests/grafana
source "$here/../node_packages.sh"
need_packages "$root/deploy/grafana" "$work/sdk" deploy/grafana
need_packages "$here" "$work/checks" deploy/grafana

for lock in "$root/deploy/grafana" "$here"; do
  if grep -q '"resolved"' "$lock/package-lock.json"; then
    echo "$lock/package-lock.json names a registry" >&2
    exit 1
  fi
done

# Current.
rm -rf "$work/sdk/src" "$work/sdk/made" "$work/sdk/build"
cp -r "$root/deploy/grafana/src" "$root/deploy/grafana/tsconfig.json" "$work/sdk"
mkdir "$work/sdk/made"
(cd "$work/sdk" && node_modules/.bin/tsc && node build/build.js made)
for made in "$work"/sdk/made/*.json; do
  cmp "$made" "$root/deploy/grafana/$(basename "$made")" || {
    echo "run npm ci && npm run build in deploy/grafana" >&2
    exit 1
  }
done

# Typed.
rm -rf "$work/checks/typed"
mkdir "$work/checks/typed"
cp "$here/typed.json" "$work/checks/tsconfig.json"
node "$here/typed.mjs" "$root" "$work/checks/typed"
(cd "$work/checks" && "$work/sdk/node_modules/.bin/tsc")

# Linted.
node "$here/lint.mjs" "$root" "$work/checks"
