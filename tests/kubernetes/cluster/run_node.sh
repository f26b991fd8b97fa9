#!/bin/bash
# Runs a test program against one real node of its own, with our image on it.
#
#   run_node.sh <a folder to work in> <dateline> <jars of the broker> <probe program> <test> [argument ...]
#
# DATELINE_IMAGE names the archive of an image to test in place of the one that is made here.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$1 dateline=$2 jars=$3 probe=$4
shift 4
skip() {
  echo "SKIPPED: $1. Nobody has run the manifests on a real kubelet." >&2
  exit 77
}
(($(id -u) == 0)) || skip "this is not root"
for tool in containerd runc ctr iptables ip curl; do
  command -v "$tool" >/dev/null || skip "there is no $tool here: deploy/install.sh --cluster"
done
[[ -x /usr/lib/cni/bridge ]] || skip "there are no network plugins here: deploy/install.sh --cluster"
[[ -s $jars/pom.xml ]] || skip "there is no broker here"
"$here/../prepare.sh" "$work"
"$here/build.sh" "$work"

run=$work/node
cgroups() { find /sys/fs/cgroup -maxdepth 2 -type d -name 'dateline-node-*' 2>/dev/null; }
# Of this run and of those that were cut off. What has just been killed is not gone at once.
remove_cgroups() {
  for _ in {1..50}; do
    [[ -n $(cgroups) ]] || return 0
    # shellcheck disable=SC2046
    find $(cgroups) -depth -type d -exec rmdir {} + 2>/dev/null || true
    sleep .2
  done
}
remove_cgroups
cgroup=dateline-node-$$
for controllers in /sys/fs/cgroup/*/; do
  [[ ! -e $controllers/cgroup.procs ]] || mkdir "$controllers/$cgroup" 2>/dev/null || true
done
[[ ! -e /sys/fs/cgroup/cgroup.procs ]] || mkdir "/sys/fs/cgroup/$cgroup"

# The real image where it can be built, else the program under test with its libraries.
make_image() {
  local status=0 build=$here/../../../deploy/image/build.sh
  if [[ -n ${DATELINE_IMAGE:-} ]]; then
    ln -sf "$(realpath "$DATELINE_IMAGE")" "$1"
    return
  fi
  if [[ -x $build ]]; then
    "$build" "$1" >"$work/image.log" 2>&1 || status=$?
    ((status == 0 || status == 77)) || { tail -15 "$work/image.log" >&2; exit 1; }
    ((status == 77)) || return 0
  fi
  echo "packed from $dateline: the image of deploy/image cannot be built here"
  python3 "$here/image.py" "$1" docker.io/library/dateline:0.1.0 \
    --program "$dateline" /usr/bin/dateline --data /usr/share/zoneinfo --data /usr/share/publicsuffix
}
image=$work/dateline.tar
make_image "$image"

trap 'kill -TERM $sandbox 2>/dev/null; wait $sandbox; remove_cgroups; exit 1' INT TERM HUP
NODES=real APISERVER_ARGS=--kubelet-preferred-address-types=InternalIP \
  "$here/sandbox.sh" "$here/control_plane.sh" "$work" "$run" "$here/node.sh" "$work" "$run" \
  "$cgroup" "$image" "$jars" "$probe" "$@" &
sandbox=$!
status=0
wait $sandbox || status=$?
remove_cgroups
rm -rf "$run/images" "$run/kubelet" "$run/broker/data" "$image"
exit $status
