#!/bin/bash
# again.sh FOLDER: another build from the same sources, every step done again, is the same image to
# the last bit. Only the compiler's cache may answer: it keeps this compiler's own answers to the
# same questions.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
digest() { skopeo inspect --format '{{.Digest}}' "oci-archive:$1"; }
"$here/../../deploy/image/build.sh" --again "$folder/again.oci.tar"
first=$(digest "$folder/image.oci.tar") second=$(digest "$folder/again.oci.tar")
echo "first $first, second $second"
rm "$folder/again.oci.tar"
[[ $first == "$second" ]]
