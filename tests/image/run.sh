#!/bin/bash
# run.sh FOLDER PROGRAM [ARGUMENT ...]: runs a test of the image that prepare.sh has laid out in
# FOLDER. Tests of the whole service start it with DATELINE_TEST_COMMAND in the binary's place;
# DATELINE_TEST_IMAGE is FOLDER.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
shift
if [[ -e $folder/skip ]]; then
  echo "$(< "$folder/skip"). Nobody has looked at the image." >&2
  exit 77
fi
exec env DATELINE_TEST_IMAGE="$folder" DATELINE_TEST_COMMAND="$here/contained.py $folder" "$@"
