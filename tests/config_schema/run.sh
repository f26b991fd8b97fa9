#!/bin/bash
# Fetches the validator once and runs check.mjs. Where there is no Node, or nothing can be fetched,
# it skips, and says so.
#
#   run.sh <root of the repository> <a folder to work in> <the binary>
set -euo pipefail
root=$1
work=$2
binary=$3
source "$root/tests/node_packages.sh"
need_packages "$root/tests/config_schema" "$work" config/dateline.schema.json
node "$root/tests/config_schema/check.mjs" "$root" "$work" "$binary"
