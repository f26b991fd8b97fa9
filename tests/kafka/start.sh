#!/bin/bash
# Starts one Apache Kafka broker (KRaft mode, free loopback ports) for a run of ctest, and writes
# where it is to <folder>/broker: "bootstrap <host:port>", "skip <why>". Fails if it should have
# started and did not. DATELINE_TEST_BOOTSTRAP names a broker that is there already.
#
# usage: start.sh <folder for jars, data and logs> <pom.xml> <probe program>
set -euo pipefail
folder=$1 pom=$2 probe=$3
here=$(dirname "$0")
mkdir -p "$folder"
rm -f "$folder/broker"

say() { echo "$1" > "$folder/broker.new"; mv "$folder/broker.new" "$folder/broker"; echo "$1"; }

if [[ -n ${DATELINE_TEST_BOOTSTRAP:-} ]]; then
  say "bootstrap $DATELINE_TEST_BOOTSTRAP"
  exit 0
fi
for tool in java mvn; do
  if ! command -v "$tool" > /dev/null; then
    say "skip there is no $tool here, and DATELINE_TEST_BOOTSTRAP names no broker"
    exit 0
  fi
done

"$here/stop.sh" "$folder"  # of a run that was cut off

lib=$folder/lib
if ! cmp -s "$pom" "$lib/pom.xml"; then
  rm -rf "$lib"
  mvn -q -B -f "$pom" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$lib" \
    > "$folder/maven.log" 2>&1 || { tail -n 30 "$folder/maven.log"; exit 1; }
  cp "$pom" "$lib/pom.xml"
fi

"$here/prepare.sh" "$folder" "$lib" "$probe"
bootstrap=$(< "$folder/bootstrap")

setsid java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$lib/*" kafka.Kafka \
  "$folder/server.properties" > "$folder/broker.log" 2>&1 < /dev/null &
echo $! > "$folder/pid"

if ! "$probe" ready "$bootstrap" 60; then
  tail -n 40 "$folder/broker.log"
  "$here/stop.sh" "$folder"
  exit 1
fi
say "bootstrap $bootstrap"
