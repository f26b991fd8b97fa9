#!/bin/bash
# Makes the folder of one Apache Kafka broker (KRaft mode, free loopback ports): server.properties,
# data, and its address in the file bootstrap. Starts nothing. DATELINE_TEST_BROKER_HOST: another
# address of this machine to serve on. DATELINE_TEST_BROKER_LISTENER: one more to listen to.
#
# usage: prepare.sh <folder> <folder of jars> <probe program>
set -euo pipefail
folder=$1 lib=$2 probe=$3
host=${DATELINE_TEST_BROKER_HOST:-127.0.0.1}
more=${DATELINE_TEST_BROKER_LISTENER:+,$DATELINE_TEST_BROKER_LISTENER}
read -r port controller < <("$probe" ports)
data=$folder/data
rm -rf "$data"
mkdir -p "$data"
cat > "$folder/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
listeners=PLAINTEXT://$host:$port,CONTROLLER://127.0.0.1:$controller$more
advertised.listeners=PLAINTEXT://$host:$port$more
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT
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
java -cp "$lib/*" kafka.tools.StorageTool format --cluster-id="$id" -c "$folder/server.properties" \
  > "$folder/format.log" 2>&1 || { tail -n 30 "$folder/format.log"; exit 1; }
echo "$host:$port" > "$folder/bootstrap"
