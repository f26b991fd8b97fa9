#!/bin/sh
# deploy/image/runtime.sh
#
# The image's second step: on the slim base, the libraries that the binary loads, its user and its
# folder. Leaves nothing that differs from one run to the next. Runs as root in Debian 13, with
# deploy/install.sh beside it.
set -eu
"$(dirname "$0")/install.sh" --runtime

echo 'dateline:x:65532:' >> /etc/group
echo 'dateline:x:65532:65532:Dateline:/var/lib/dateline:/usr/sbin/nologin' >> /etc/passwd
install -d -o 65532 -g 65532 /var/lib/dateline
install -d /etc/dateline

apt-get clean
rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/alternatives.log /var/log/dpkg.log \
  /var/cache/ldconfig/aux-cache /var/cache/debconf/*-old /var/lib/dpkg/*-old
