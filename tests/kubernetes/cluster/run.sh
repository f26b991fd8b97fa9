#!/bin/bash
# Runs control_plane_test.mjs on a control plane of its own.
#
#   run.sh <root of the repository> <a folder to work in>
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$1 work=$2
"$here/../prepare.sh" "$work"
"$here/build.sh" "$work"
exec "$here/sandbox.sh" "$here/control_plane.sh" "$work" "$work/control-plane" \
  node "$here/../control_plane_test.mjs" "$root" "$work"
