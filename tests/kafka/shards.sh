#!/bin/bash
# Runs the tests of one program in several processes at once: they wait for the broker most of the
# time. Prints the output of each when it has ended, one after the other.
#
# usage: shards.sh <number> <program> [argument ...]
set -uo pipefail
count=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
pids=()
for ((i = 0; i < count; ++i)); do
  GTEST_TOTAL_SHARDS=$count GTEST_SHARD_INDEX=$i "$@" > "$folder/$i" 2>&1 &
  pids+=($!)
done
code=0
for ((i = 0; i < count; ++i)); do
  wait "${pids[i]}" || code=1
  cat "$folder/$i"
done
exit $code
