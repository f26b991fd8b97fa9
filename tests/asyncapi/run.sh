#!/bin/bash
# Fetches the parser once and runs check.mjs. Where there is no Node, or nothing can be fetched, it
# skips, and says so.
#
#   run.sh <root of the repository> <a folder to work in>
set -euo pipefail
root=$1
work=$2
source "$root/tests/node_packages.sh"
need_packages "$root/tests/asyncapi" "$work" proto/asyncapi.yaml
node "$root/tests/asyncapi/check.mjs" "$root" "$work"
