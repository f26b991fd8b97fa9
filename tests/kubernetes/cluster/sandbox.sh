#!/bin/bash
# Runs a command as the first process of its own network, mount and process namespaces, loopback
# up. What it starts ends with it, and it ends with this script, whatever ends that. Ends with 77,
# and says why, where no namespaces can be had.
#
#   sandbox.sh <command> [argument ...]
set -uo pipefail
options=(--net --mount --pid --fork --kill-child --mount-proc --propagation private)
(($(id -u) == 0)) || options+=(--user --map-root-user)
skip() {
  echo "SKIPPED: $1. Nobody has tried deploy/kubernetes on a cluster." >&2
  exit 77
}
for tool in unshare setpriv ip; do
  command -v "$tool" >/dev/null || skip "there is no $tool here"
done
unshare "${options[@]}" ip link set lo up 2>/dev/null || skip "namespaces cannot be had here"

# unshare itself does not mind signals while its child lives.
setpriv --pdeathsig KILL unshare "${options[@]}" \
  bash -c 'ip link set lo up && exec "$@"' sandbox "$@" </dev/null &
child=$!
trap 'kill -KILL $child 2>/dev/null; wait $child; exit 1' INT TERM HUP
wait $child
