#!/bin/bash
# Fetches a worker of Kafka Connect, its plugins, and readers for what they write, once, and runs
# check.py. Skips aloud where they cannot be had.
#
# usage: run.sh <root of the repository> <a folder to work in> <the program of articles.cc>
set -euo pipefail
root=$1 work=$2
here=$root/tests/connect
skip() {
  echo "SKIPPED: $1. Nobody has tried deploy/connect." >&2
  exit 77
}
for tool in java mvn python3; do
  command -v "$tool" > /dev/null || skip "there is no $tool here"
done
mkdir -p "$work/plugins"

# need_jars <name of a pom> <folder>
need_jars() {
  ! cmp -s "$here/$1.pom.xml" "$2/pom.xml" || return 0
  rm -rf "$2"
  mvn -q -B -f "$here/$1.pom.xml" dependency:copy-dependencies -DincludeScope=runtime \
    -DoutputDirectory="$2" > "$work/maven.log" 2>&1 ||
    { tail -n 5 "$work/maven.log" >&2; skip "Maven could not fetch $1"; }
  cp "$here/$1.pom.xml" "$2/pom.xml"
}
need_jars worker "$work/worker"
need_jars iceberg "$work/plugins/iceberg"
need_jars debezium "$work/plugins/debezium"

if ! cmp -s "$here/requirements.txt" "$work/python/requirements.txt"; then
  rm -rf "$work/python"
  python3 -m venv "$work/python" > "$work/pip.log" 2>&1 || skip "python3 makes no environment"
  "$work/python/bin/pip" install -q -r "$here/requirements.txt" >> "$work/pip.log" 2>&1 ||
    { tail -n 5 "$work/pip.log" >&2; skip "pip could not fetch what reads Iceberg"; }
  cp "$here/requirements.txt" "$work/python"
fi
PYTHONDONTWRITEBYTECODE=1 exec "$work/python/bin/python" "$here/check.py" "$@"
