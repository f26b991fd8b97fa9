#!/bin/bash
# prepare.sh FOLDER: builds the image, and lays it out in FOLDER for the tests of this room:
#
#   image.oci.tar       the archive         image.docker.json   its settings as Docker has them
#   config.json         as OCI has them     root                its files, as a runtime unpacks them
#   skip                why there is none of it, if so
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
mkdir -p "$folder"
"$here/clean_up.sh" "$folder"  # of a run that was cut off

if ! command -v runc > /dev/null; then
  echo "SKIPPED: there is no runc here (deploy/install.sh --image)" | tee "$folder/skip"
  exit 0
fi
status=0
"$here/../../deploy/image/build.sh" "$folder/image.oci.tar" 2>&1 | tee "$folder/build.log" || status=$?
if ((status == 77)); then
  grep SKIPPED "$folder/build.log" > "$folder/skip"
  exit 0
fi
((status == 0)) || exit "$status"

skopeo inspect --config "oci-archive:$folder/image.oci.tar" > "$folder/config.json"
store=(buildah --root "$folder/storage" --runroot "$folder/run")
container=$("${store[@]}" from "oci-archive:$folder/image.oci.tar")
ln -sfn "$("${store[@]}" mount "$container")" "$folder/root"
