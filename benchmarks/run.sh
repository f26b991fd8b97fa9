#!/bin/bash
# Prints the figures of README.md from a release build, in about twenty minutes. Starts a broker of its
# own for the part that needs one, and stops it. Options go to end_to_end:
#
#   benchmarks/run.sh --events 1000000 --rounds 4
set -euo pipefail
cd "$(dirname "$0")/.."
build=build/release
broker=$PWD/$build/bench-broker

title() { printf '\n== %s\n\n' "$1"; }

title "rooms of news, one core"
"$build/benchmarks/news_bench" --benchmark_min_time=0.5

title "hostile pages, one core"
"$build/benchmarks/hostile_bench"

title "restore, one core"
"$build/benchmarks/restore_bench"

title "the judge and its store, one core"
"$build/benchmarks/judge_bench"

title "end to end, on a real broker"
trap 'tests/kafka/stop.sh "$broker"' EXIT
tests/kafka/start.sh "$broker" tests/kafka/pom.xml "$build/tests/kafka/kafka_probe"
read -r word where < "$broker/broker"
if [[ $word == skip ]]; then
  echo "SKIPPED: $where"
  exit 0
fi
export DATELINE_TEST_BOOTSTRAP=$where
"$build/benchmarks/end_to_end" "$@"

title "live articles beside a backfill"
"$build/benchmarks/live_latency"

title "a rebuild, directly and through the lane"
"$build/benchmarks/rebuild"

title "rates of a replay"
"$build/benchmarks/replay_rate"
