#!/bin/bash
# Checks deploy/compose without Docker: check.mjs with the library that Docker Compose itself loads
# files with, our binary on our configuration, and Prometheus' own tool on its own.
#
# usage: run.sh <root of the repository> <a folder to work in> <the binary>
set -euo pipefail
root=$1 work=$2 binary=$3
source "$root/tests/node_packages.sh"
need_packages "$root/tests/compose" "$work/node" deploy/compose

command -v go > /dev/null || skip "there is no go here"
(cd "$root/tests/compose" && GOTOOLCHAIN=local GOFLAGS=-mod=readonly \
  go build -o "$work/loader" github.com/compose-spec/compose-go/v2/cmd) > "$work/go.log" 2>&1 || {
  tail -n 5 "$work/go.log" >&2
  skip "the loader could not be built"
}
node "$root/tests/compose/check.mjs" "$root" "$work/node" "$work/loader"

"$binary" validate --no-connect --deny-warnings -c "$root/deploy/compose/dateline.yaml"

if command -v promtool > /dev/null; then
  rm -rf "$work/etc"
  mkdir -p "$work/etc"
  cp "$root"/deploy/{compose/prometheus,prometheus/rules,prometheus/alerts}.yaml "$work/etc"
  promtool check config "$work/etc/prometheus.yaml"
else
  echo "SKIPPED in part: there is no promtool here; nobody has checked prometheus.yaml"
fi
