#!/bin/bash
# clean_up.sh FOLDER: ends the containers that a test has left, and takes away what prepare.sh made.
set -euo pipefail
folder=$1
if [[ -d $folder/containers ]]; then
  for container in $(runc --root "$folder/containers" list --quiet); do
    runc --root "$folder/containers" delete --force "$container"
  done
fi
if [[ -d $folder/storage ]]; then
  store=(buildah --root "$folder/storage" --runroot "$folder/run")
  "${store[@]}" umount --all > /dev/null
  "${store[@]}" rm --all > /dev/null
  "${store[@]}" rmi --all --force > /dev/null
fi
rm -rf "$folder"/{containers,bundles,configuration,storage,run,root,skip,config.json} "$folder"/image.*
