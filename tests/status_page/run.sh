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
source "$here/../node_packages.sh"
checked="the status page"
command -v chromium >/dev/null || skip "there is no chromium here"
need_packages "$here" "$work" "$checked"
exec node "$here/$script" "$work" "$@"
