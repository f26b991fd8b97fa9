#!/bin/bash
# Looks at the dashboards alive; installs Prometheus if that can be. Skips aloud where there is none.
#
# usage: alive.sh <root of the repository> <a folder to work in> <the program of load.cc>
set -euo pipefail
root=$1
source "$root/tests/node_packages.sh"
need_packages "$root/tests/grafana" "$2/checks" "the dashboards alive"
command -v prometheus > /dev/null || "$root/deploy/install.sh" --monitoring ||
  skip "there is no Prometheus here, and none could be installed"
exec node "$root/tests/grafana/alive.mjs" "$@"
