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

read -r port controller < <("$probe" ports)
data=$folder/data
rm -rf "$data"
mkdir -p "$data"
cat > "$folder/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller
advertised.listeners=PLAINTEXT://127.0.0.1:$port
controller.listener.names=CONTROLLER
log.dirs=$data
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.num.partitions=4
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
group.coordinator.append.linger.ms=0
log.initial.task.delay.ms=500
log.cleaner.backoff.ms=500
log.cleaner.dedupe.buffer.size=8388608
transaction.abort.timed.out.transaction.cleanup.interval.ms=500
PROPERTIES

id=$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=')
java -cp "$lib/*" kafka.tools.StorageTool format -t "$id" -c "$folder/server.properties" \
  > "$folder/format.log" 2>&1 || { tail -n 30 "$folder/format.log"; exit 1; }

setsid java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$lib/*" kafka.Kafka \
  "$folder/server.properties" > "$folder/broker.log" 2>&1 < /dev/null &
echo $! > "$folder/pid"

if ! "$probe" ready "127.0.0.1:$port" 60; then
  tail -n 40 "$folder/broker.log"
  "$here/stop.sh" "$folder"
  exit 1
fi
say "bootstrap 127.0.0.1:$port"
