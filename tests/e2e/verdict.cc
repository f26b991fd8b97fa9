#include "e2e/verdict.h"

#include <utility>

#include "base/hash.h"
#include "benchmarks/workload.h"

namespace e2e {
namespace {

constexpr std::size_t kFeedBatch = 4000;

std::vector<std::string> sets_of(const Installation& dateline) {
  return {"topics.raw=" + dateline.raw, "topics.candidates=" + dateline.candidates,
          "topics.clean=" + dateline.clean, "topics.versions=" + dateline.versions,
          "topics.dead=" + dateline.dead};
}

}  // namespace

void feed(const Installation& dateline, int partitions, std::size_t events, std::uint64_t seed) {
  benchmarks::Workload workload({.seed = seed, .html_per_mille = 50, .broken_per_mille = 2});
  std::vector<tests::kafka::Sent> batch;
  for (std::size_t i = 0; i < events; ++i) {
    benchmarks::WorkloadEvent event = workload.next();
    const int partition = base::partition_for_key(event.key, partitions);
    batch.push_back({.key = std::move(event.key),
                     .value = std::move(event.value),
                     .partition = partition,
                     .headers = {}});
    if (batch.size() == kFeedBatch || i + 1 == events) {
      tests::kafka::produce(dateline.raw, batch);
      batch.clear();
    }
  }
}

Verdict::Verdict(Installation& dateline, int partitions, Tables tables)
    : tables_(tables),
      stages_(sets_of(dateline)),
      oracle_({.clean = stages_.clean(),
               .version = stages_.version(),
               .dead_topic = dateline.dead,
               .site_header = "dateline-site",
               .partitions = {{dateline.clean, partitions},
                              {dateline.versions, partitions},
                              {dateline.dead, partitions}}}) {
  ask(dateline);
}

// The first article that is read tells which tables were used for all of them.
void Verdict::read_as_ours(std::string& value) {
  const std::string& ours = stages_.cleaner();
  if (foreign_.empty()) {
    const std::size_t at = value.find(ours.substr(0, ours.find('+') + 1));
    if (at == std::string::npos) return;
    foreign_ = value.substr(at, ours.size());
  }
  for (std::size_t at = 0; (at = value.find(foreign_, at)) != std::string::npos;) {
    value.replace(at, ours.size(), ours);
    at += ours.size();
  }
}

void Verdict::each_record(const Installation& dateline, const std::string& topic,
                          const std::function<void(const LogRecord&)>& take) {
  dateline.each_record(topic, [&](LogRecord record) {
    if (tables_ == Tables::Foreign && record.value) read_as_ours(*record.value);
    take(record);
  });
}

void Verdict::ask(const Installation& dateline) {
  dateline.each_record(dateline.raw, [&](const LogRecord& record) { oracle_.raw(record); });
  each_record(dateline, dateline.candidates,
              [&](const LogRecord& record) { oracle_.candidate(record); });
  for (const std::string& topic : {dateline.clean, dateline.versions}) {
    each_record(dateline, topic, [&](const LogRecord& record) { oracle_.published(record); });
  }
  dateline.each_record(dateline.dead, [&](const LogRecord& record) { oracle_.dead(record); });
  each_record(dateline, dateline.changelog,
              [&](const LogRecord& record) { oracle_.changelog(record); });
  for (const PartitionEnd& end : dateline.ends()) oracle_.end(end);
}

void Verdict::stores(const std::map<std::int32_t, Rows>& rows, std::string_view name) {
  for (const auto& [partition, each] : rows) {
    Rows read = each;
    if (tables_ == Tables::Foreign) {
      for (auto& [key, value] : read) read_as_ours(value);
    }
    oracle_.store(partition, std::move(read), name);
  }
}

}  // namespace e2e
