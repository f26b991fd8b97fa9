#!/bin/sh
# deploy/image/compile.sh SOURCE OUT REVISION DAY [JOBS]
#
# The image's first step: builds the binary from SOURCE, and lays out below OUT what the image gets
# of it: the binary, our licence, the list of packages whose headers or archives were compiled in,
# and the copyright notices of those. Runs as root in Debian 13, after deploy/install.sh.
set -eu
source=$1 out=$2 revision=$3 day=$4 jobs=${5:-$(nproc)}

cd "$source"
# A date in the binary would make every build another one.
cmake --preset release -DBUILD_TESTING=OFF -DDATELINE_REVISION="$revision" \
  -DDATELINE_REVISION_DATE="$day" -DCMAKE_CXX_FLAGS=-Wdate-time
cmake --build --preset release -j "$jobs" --target dateline

documents=$out/usr/share/doc
install -D --strip build/release/dateline "$out/usr/bin/dateline"
install -D -m 644 LICENSE "$documents/dateline/copyright"

# Every header that the compiler has opened belongs to a package.
ninja -C build/release -t deps | sed -n 's,^ *\(/usr/.*\),\1,p' | sort -u |
  xargs realpath | sort -u | xargs dpkg-query -S | sed 's/: .*//' | sort -u |
  while read -r package; do
    name=${package%%:*}
    dpkg-query -W -f='${Package} ${Version} ${Architecture} ${source:Package}\n' "$package"
    mkdir -p "$documents/$name"
    cp -L "/usr/share/doc/$name/copyright" "$documents/$name/"
  done > "$documents/dateline/compiled-in"
rm -r build
