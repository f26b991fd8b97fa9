#!/bin/bash
# Adds one real node to the control plane of a sandbox: containerd, a kubelet, a bridge for pods, and
# a broker on that bridge. Lives as long as the command given, and leaves nothing but <folder>.
#
#   sandbox.sh control_plane.sh <work> <folder> node.sh <work> <folder> <cgroup> <image archive>
#     <jars of the broker> <probe program> <command> [argument ...]
#
# Beside what control_plane.sh gives, the command finds DATELINE_TEST_BOOTSTRAP.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$1 run=$2 cgroup=$3 archive=$4 jars=$5 probe=$6
shift 6
gateway=10.244.7.1 address=10.199.0.2

# Everything that the runtime keeps outside of its folders is in memory, and goes with the sandbox.
mount --make-rshared /
for folder in /run /var/lib /var/log; do mount -t tmpfs none "$folder"; done
mkdir -p /run/netns "$run/cni"
ip link add node0 type bridge
ip address add $address/24 dev node0
ip link set node0 up
ip route add default via 10.199.0.1
ip link add pods0 type bridge
ip address add $gateway/24 dev pods0
ip link set pods0 up

cat >"$run/cni/10.conflist" <<JSON
{"cniVersion": "0.4.0", "name": "pods", "plugins": [{"type": "bridge", "bridge": "pods0",
  "isGateway": true, "ipam": {"type": "host-local", "dataDir": "/run/ipam",
  "ranges": [[{"subnet": "10.244.7.0/24", "gateway": "$gateway"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
JSON
cat >"$run/containerd.toml" <<TOML
version = 2
root = "$run/images"
state = "/run/containerd/state"
[grpc]
  address = "/run/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  disable_apparmor = true
  # Where the capability to lower a score is missing, no sandbox would start.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$run/cni"
TOML
cat >"$run/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $address
healthzBindAddress: 127.0.0.1
authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
authorization: {mode: AlwaysAllow}
cgroupDriver: cgroupfs
cgroupRoot: /$cgroup
failCgroupV1: false
failSwapOn: false
enforceNodeAllocatable: []
containerRuntimeEndpoint: unix:///run/containerd.sock
volumePluginDir: /run/volume-plugins
resolvConf: ""
evictionHard: {memory.available: 1Mi, nodefs.available: 1%, imagefs.available: 1%}
YAML

await() {  # what, command that succeeds once it is there ...
  local what=$1
  shift
  for _ in {1..300}; do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep .2
  done
  echo "$what did not come up:" >&2
  tail -15 "$run/$what.log" >&2
  exit 1
}
on_containerd() { ctr -a /run/containerd.sock -n k8s.io "$@"; }

containerd -c "$run/containerd.toml" >"$run/containerd.log" 2>&1 &
python3 "$here/image.py" "$run/pause.tar" localhost/pause:1 --program "$work/cluster/bin/pause" /pause
await containerd on_containerd version
on_containerd images import "$run/pause.tar" >/dev/null
on_containerd images import --index-name docker.io/library/dateline:0.1.0 "$archive" >/dev/null
rm "$run/pause.tar"

kubelet --config "$run/kubelet.yaml" --kubeconfig "$KUBECONFIG" --hostname-override=real \
  --node-ip=$address --root-dir "$run/kubelet" --cert-dir "$run/pki/kubelet" \
  >"$run/kubelet.log" 2>&1 &
await kubelet kubectl wait --for=condition=Ready node/real --timeout=1s
# The kubelet keeps it at its default until it has looked at the disk.
kubectl taint node real node.kubernetes.io/not-ready- >/dev/null 2>&1 || true

mkdir -p "$run/broker"
ln -s "$jars" "$run/broker/lib"
DATELINE_TEST_BOOTSTRAP='' DATELINE_TEST_BROKER_HOST=$gateway \
  "$here/../../kafka/start.sh" "$run/broker" "$jars/pom.xml" "$probe"
export DATELINE_TEST_BOOTSTRAP
DATELINE_TEST_BOOTSTRAP=$(sed -n 's/^bootstrap //p' "$run/broker/broker")
[[ -n $DATELINE_TEST_BOOTSTRAP ]] || exit 1

"$@"
