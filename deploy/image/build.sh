#!/bin/bash
# deploy/image/build.sh [--again] OUT.oci.tar
#
# Builds the image from deploy/image/Dockerfile without Docker and without a registry: both bases
# are made from Debian's packages, from the mirrors that this machine's apt knows. Leaves an OCI
# archive, beside it OUT.docker.json (OCI has no place for the health check), and in build/image (or
# $DATELINE_IMAGE_FOLDER) all that makes the next one quick, the archive itself included: the same
# sources are not built twice, unless --again is said. The same sources and packages give the same
# digest. Root, on Debian; 77: something is missing here.
set -euo pipefail
source=$(realpath "$(dirname "$0")/../..")
cd "$source"
again=''
[[ ${1:-} != --again ]] || { again=--no-cache; shift; }
out=$(realpath -m "${1:?usage: build.sh [--again] OUT.oci.tar}")

for tool in mmdebstrap buildah skopeo apt-get; do
  command -v "$tool" > /dev/null && continue
  echo "SKIPPED: there is no $tool here (deploy/install.sh --image)" >&2
  exit 77
done
[[ $EUID -eq 0 ]] || { echo "SKIPPED: building the image needs root here" >&2; exit 77; }

folder=${DATELINE_IMAGE_FOLDER:-$source/build/image}
mkdir -p "$folder"/{ccache,tmp} "$(dirname "$out")"
export TMPDIR=$folder/tmp
# The compiler itself says what it has read: half the work of a first build less than a preprocessor.
echo 'depend_mode = true' > "$folder/ccache/ccache.conf"
exec 9> "$folder/lock"
flock 9

store() {
  local verb=$1
  shift
  buildah --root "$folder/storage" --runroot "$folder/run" "$verb" "$@"
}

# What .dockerignore lets in, folders and files without patterns, and the recipe.
mapfile -t inputs < <(sed -n 's/^!//p' .dockerignore)
inputs+=(.dockerignore deploy/image/Dockerfile deploy/image/build.sh)
version=$(sed -n 's/^project(dateline VERSION \([^ ]*\).*/\1/p' CMakeLists.txt)
# Of the last commit that changed the image, so that other commits do not change it.
revision=$(git log -1 --format=%H -- "${inputs[@]}" 2> /dev/null || true)
epoch=0
if [[ -n $revision ]]; then
  epoch=$(git log -1 --format=%ct "$revision")
  [[ -z $(git status --porcelain -- "${inputs[@]}") ]] || revision+=-modified
fi
key=$({ echo "$revision"; find "${inputs[@]}" -type f -print0 | sort -z | xargs -0 sha256sum
  find "${inputs[@]}" -type f -perm -u+x | sort; } | sha256sum | cut -c1-16)
built=$folder/dateline-$key.oci.tar

# A base is what the official image of that name is, as far as the Dockerfile can tell.
make_base() {
  local name=$1
  shift
  ! store images -q "$name" > /dev/null 2>&1 || return 0
  local mirror lines=() suite
  for suite in '|trixie' '-Security|trixie-security'; do
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' \
      "Label: Debian${suite%%|*}" | head -n 1)
    [[ -z $mirror ]] || lines+=("deb $mirror ${suite##*|} main")
  done
  [[ ${#lines[@]} -gt 0 ]] || { echo "SKIPPED: this machine's apt has no Debian mirror" >&2; exit 77; }
  SOURCE_DATE_EPOCH=0 mmdebstrap --quiet --mode=root --variant=minbase "$@" \
    --customize-hook='rm -f "$1/etc/resolv.conf" "$1/etc/hostname"' trixie "$folder/base.tar" \
    "${lines[@]}"
  local container
  container=$(store from scratch)
  store add --quiet "$container" "$folder/base.tar" / > /dev/null
  store config --cmd bash \
    --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  store commit --quiet --timestamp 0 "$container" "$name" > /dev/null
  store rm "$container" > /dev/null
  rm "$folder/base.tar"
}

build() {
  # The compiler's cache is mounted on /mnt: any other folder would be left in the image.
  make_base localhost/debian:13 --include=ca-certificates,ccache \
    --customize-hook='echo cache_dir=/mnt > "$1/etc/ccache.conf"'
  make_base localhost/debian:13-slim --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-include=/usr/share/doc/*/copyright'
  # In Docker's format, for the sake of the health check. Files and layers are as old as time itself, for
  # a layer may be kept from another commit; when it was made says a label.
  store build --isolation chroot --format docker --layers $again --timestamp 0 \
    --volume "$folder/ccache:/mnt" --file deploy/image/Dockerfile \
    --build-arg BUILD_BASE=localhost/debian:13 --build-arg RUN_BASE=localhost/debian:13-slim \
    --build-arg VERSION="$version" --build-arg REVISION="${revision:-unknown}" \
    --build-arg DAY="$(date -u -d "@$epoch" +%Y-%m-%d)" \
    --build-arg CREATED="$(date -u -d "@$epoch" +%Y-%m-%dT%H:%M:%SZ)" \
    --build-arg JOBS="${JOBS:-2}" --tag localhost/dateline:"$key"-steps .
  # The history names the images that a cache happened to have, and so is left out.
  local container
  container=$(store from localhost/dateline:"$key"-steps)
  store commit --quiet --format docker --omit-history --timestamp 0 "$container" \
    localhost/dateline:"$key" > /dev/null
  store rm "$container" > /dev/null
  rm -f "$folder"/dateline-*
  store inspect --type image localhost/dateline:"$key" |
    python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)["Docker"]["config"]))' \
      > "${built%.oci.tar}.docker.json"
  store push --quiet localhost/dateline:"$key" \
    "oci-archive:$folder/new.tar:docker.io/library/dateline:$version"
  mv "$folder/new.tar" "$built"
}

[[ -z $again && -e $built ]] || build
cp --reflink=auto "$built" "$out"
cp "${built%.oci.tar}.docker.json" "${out%.oci.tar}.docker.json"
skopeo inspect --format '{{.Digest}}' "oci-archive:$out"
