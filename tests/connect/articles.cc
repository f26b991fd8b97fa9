// What the sinks of Kafka Connect are to be shown: the topic of current articles as Dateline itself
// writes it on the real broker, one taken down among them. Prints the topic, an empty one beside
// it, and the broker, then each record: partition, offset, key, verdict, value, with tabs between
// them; a taken down article has no value.
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include "benchmarks/workload.h"
#include "e2e/installation.h"
#include "tests/kafka/cluster.h"

namespace {

using std::chrono::seconds;

constexpr int kPartitions = 2;
constexpr int kEvents = 300;
constexpr seconds kPatience{120};

void demand(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error(what);
}

std::vector<e2e::LogRecord> all(const e2e::Installation& dateline, const std::string& topic) {
  std::vector<e2e::LogRecord> records;
  dateline.each_record(topic, [&](e2e::LogRecord one) { records.push_back(std::move(one)); });
  return records;
}

void feed(const e2e::Installation& dateline) {
  benchmarks::Workload workload({.html_per_mille = 200, .new_per_mille = 500});
  std::vector<tests::kafka::Sent> events;
  for (int i = 0; i < kEvents; ++i) {
    benchmarks::WorkloadEvent event = workload.next();
    events.push_back(
        {.key = event.key, .value = event.value, .partition = i % kPartitions, .headers = {}});
  }
  tests::kafka::produce(dateline.raw, events);
}

// The first article that has a text; its urn stands in the record.
std::string find_urn(const e2e::Installation& dateline) {
  constexpr std::string_view kField = "\"uri\":\"";
  for (const e2e::LogRecord& record : all(dateline, dateline.clean)) {
    const std::size_t at = record.value->find(kField) + kField.size();
    return record.value->substr(at, record.value->find('"', at) - at);
  }
  throw std::runtime_error("no article came out");
}

void take_down(const e2e::Installation& dateline, const std::string& urn) {
  const auto verb = dateline.start_verb({"takedown", urn, "--reason", "asked for", "--execute"});
  const auto ended = verb->await(kPatience);
  demand(ended && ended->code == 0, "takedown: " + dateline.log_of("takedown"));
  const bool is_gone = e2e::await(kPatience, [&] {
    for (const e2e::LogRecord& record : all(dateline, dateline.clean)) {
      if (!record.value) return true;
    }
    return false;
  });
  demand(is_gone, "it is not gone:\n" + dateline.log());
}

void print(const e2e::Installation& dateline) {
  const std::string control = tests::kafka::fresh_name("control");
  tests::kafka::create_topics({{.name = control, .partitions = 1, .settings = {}}});
  std::printf("%s\n%s\n%s\n", dateline.clean.c_str(), control.c_str(),
              tests::kafka::bootstrap().c_str());
  for (const e2e::LogRecord& record : all(dateline, dateline.clean)) {
    std::printf("%d\t%lld\t%s\t%s\t%s\n", record.partition, static_cast<long long>(record.offset),
                record.key.c_str(), std::string(record.header("dateline-verdict")).c_str(),
                record.value.value_or("").c_str());
  }
}

void run() {
  e2e::Installation dateline(
      {.name = "connect", .partitions = kPartitions, .binary = DATELINE_BINARY, .settings = {}});
  dateline.start();
  dateline.await_ready();
  feed(dateline);
  dateline.await_drained(kPatience);
  take_down(dateline, find_urn(dateline));
  dateline.stop();
  print(dateline);
}

}  // namespace

int main() {
  if (tests::kafka::bootstrap().empty()) {
    std::printf("SKIPPED: no broker\n");
    return 77;
  }
  try {
    run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
