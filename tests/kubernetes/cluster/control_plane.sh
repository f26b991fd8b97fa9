#!/bin/bash
# A control plane on the loopback of a sandbox that lives as long as the command given: etcd, API
# server, controllers, scheduler, and kwok for nodes that are not there.
#
#   sandbox.sh control_plane.sh <work> <folder of this run> <command> [argument ...]
#
# The command finds KUBECONFIG, and kubectl and helm on its PATH. NODES=real leaves kwok out.
# APISERVER_ARGS are added to the API server's.
set -euo pipefail
work=$1 run=$2
shift 2
export PATH=$work/bin:$work/cluster/bin:$PATH KUBECONFIG=$run/kubeconfig HOME=$run TMPDIR=$run
rm -rf "$run"
mkdir -p "$run/pki"

declare -A pids
begin() {  # name, command ...
  local name=$1
  shift
  "$@" >"$run/$name.log" 2>&1 &
  pids[$name]=$!
}
await() {  # name, command that succeeds once it is there ...
  local name=$1
  shift
  for _ in {1..600}; do
    if "$@" >/dev/null 2>&1; then return; fi
    kill -0 "${pids[$name]}" 2>/dev/null || break
    sleep .2
  done
  echo "$name did not come up:" >&2
  tail -15 "$run/$name.log" >&2
  exit 1
}

openssl genrsa -out "$run/pki/accounts.key" 2048 2>/dev/null
echo 'admin,admin,admin,"system:masters"' >"$run/pki/tokens.csv"

begin etcd etcd --data-dir "$run/etcd" --unsafe-no-fsync --log-level warn \
  --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
  --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
  --initial-cluster default=http://127.0.0.1:2380
await etcd curl -fs http://127.0.0.1:2379/health

issuer=https://kubernetes.default.svc
# shellcheck disable=SC2086
begin apiserver kube-apiserver --etcd-servers=http://127.0.0.1:2379 --secure-port=6443 \
  --bind-address=127.0.0.1 --advertise-address=127.0.0.1 --cert-dir="$run/pki" --endpoint-reconciler-type=none \
  --service-cluster-ip-range=10.96.0.0/16 --token-auth-file="$run/pki/tokens.csv" \
  --authorization-mode=RBAC --service-account-issuer=$issuer --api-audiences=$issuer \
  --service-account-key-file="$run/pki/accounts.key" \
  --service-account-signing-key-file="$run/pki/accounts.key" --profiling=false \
  ${APISERVER_ARGS:-}
await apiserver curl -fsk https://127.0.0.1:6443/readyz

cat >"$KUBECONFIG" <<YAML
apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "https://127.0.0.1:6443", certificate-authority: "$run/pki/apiserver.crt"}}]
users: [{name: admin, user: {token: admin}}]
contexts: [{name: test, context: {cluster: test, user: admin, namespace: dateline}}]
current-context: test
YAML

begin controllers kube-controller-manager --kubeconfig="$KUBECONFIG" --leader-elect=false \
  --profiling=false --bind-address=127.0.0.1 --cert-dir="$run/pki/controllers" \
  --service-account-private-key-file="$run/pki/accounts.key" \
  --root-ca-file="$run/pki/apiserver.crt" --allocate-node-cidrs=false \
  --controllers='*,-cloud-node-lifecycle-controller'
begin scheduler kube-scheduler --kubeconfig="$KUBECONFIG" --leader-elect=false --profiling=false \
  --bind-address=127.0.0.1 --cert-dir="$run/pki/scheduler"
if [[ ${NODES:-} != real ]]; then
  stages=()
  for file in "$work"/cluster/stages/*.yaml; do stages+=(--config "$file"); done
  begin kwok kwok --kubeconfig="$KUBECONFIG" --manage-all-nodes=true \
    --node-lease-duration-seconds=40 "${stages[@]}"
fi
await controllers kubectl get serviceaccount -n default default
await scheduler curl -fsk https://127.0.0.1:10259/healthz

status=0
"$@" || status=$?
if ((status != 0 && status != 77)); then
  for name in "${!pids[@]}"; do
    kill -0 "${pids[$name]}" 2>/dev/null || { echo "$name has ended:" >&2; tail -5 "$run/$name.log" >&2; }
  done
fi
rm -rf "$run/etcd"
exit $status
