#include "unit/stream/world.h"

#include <algorithm>

#include "base/hash.h"
#include "stream/batch.h"
#include "stream/incarnation.h"

namespace stream {
namespace {

class MapState final : public StateReader {
 public:
  explicit MapState(const fakes::Rows& rows) : rows_(rows) {}
  Result<std::optional<std::string>> get(std::string_view key) const override {
    const auto row = rows_.find(std::string(key));
    if (row == rows_.end()) return std::optional<std::string>();
    return std::optional(row->second);
  }

 private:
  const fakes::Rows& rows_;
};

std::string header_of(const fakes::Message& message, std::string_view key) {
  for (const OwnedHeader& header : message.headers) {
    if (header.key == key) return header.value;
  }
  return "";
}

std::string show(const fakes::Rows& rows) {
  std::string text;
  for (const auto& [key, value] : rows) text += key + "=" + value.substr(0, 20) + " ";
  return text;
}

void write(fakes::Rows& rows, const std::string& key, const std::optional<std::string>& value) {
  if (value) {
    rows[key] = *value;
  } else {
    rows.erase(key);
  }
}

}  // namespace

Pod::Pod(fakes::FakeKafka& kafka, fakes::FakeClock& clock, fakes::FakeDisk& its_disk,
         const fakes::ClientNames& names, const WorldOptions& options)
    : disk(its_disk),
      stage(options.has_state),
      source(kafka, clock, names),
      outbox(kafka, clock, names),
      changelog(kafka, clock, names),
      worker(WorkerPorts{.stage = stage,
                         .source = source,
                         .outbox = outbox,
                         .changelog = options.has_state ? &changelog : nullptr,
                         .stores = options.has_state ? &disk : nullptr,
                         .clock = clock,
                         .journal = journal,
                         .crash = crash},
             [&] {
               WorkerOptions its = options.worker;
               its.instance = names.member;
               its.dead_topic = names.dead;
               its.connector = names.group;
               return its;
             }()) {}

World::World(WorldOptions its_options) : options(std::move(its_options)) {
  kafka.make_topic("in", options.partitions);
  kafka.make_topic("out", 3);
  kafka.make_topic("changelog", options.partitions);
  kafka.make_topic("dead", 1);
}

fakes::ClientNames World::names(const std::string& name) const {
  fakes::ClientNames names;
  names.member = name;
  names.transactional_id = names.group + "." + name;
  return names;
}

Pod& World::start(const std::string& name) {
  auto pod = std::make_unique<Pod>(kafka, clock, disks[name], names(name), options);
  return *(pods[name] = std::move(pod));
}

void World::kill(const std::string& name) {
  pods.erase(name);
  disks[name].crash();
  kafka.die(names(name).group, name);
}

Result<Done> World::drain(const std::string& name) {
  const Result<Done> drained = pod(name).worker.drain();
  pods.erase(name);
  return drained;
}

void World::feed(const std::string& key, const std::string& value) {
  kafka.append("in", base::partition_for_key(key, options.partitions), {key, value, {}});
}

void World::feed_aborted(const std::string& topic, int partition, int records) {
  const auto epoch = kafka.init("elsewhere").epoch;
  for (int i = 0; i < records; ++i) {
    kafka.produce("elsewhere", epoch, {topic, partition}, {"never", "seen", {}});
  }
  kafka.end("elsewhere", epoch, fakes::TxnState::Aborted);
}

void World::turn() {
  std::vector<std::string> living;
  for (const auto& [name, pod] : pods) living.push_back(name);
  for (const std::string& name : living) {
    try {
      const Result<Done> done = pods.at(name)->worker.turn();
      if (done) continue;
      stopped.push_back(done.fault());
      pods.erase(name);
    } catch (const fakes::Crash& crash) {
      crashed.push_back(crash.point);
      kill(name);
    }
  }
}

bool World::is_settled() {
  for (int p = 0; p < options.partitions; ++p) {
    const auto committed = kafka.committed(names("").group, {"in", p});
    if (kafka.log("in", p).find_visible(committed.value_or(0))) return false;
  }
  return true;
}

bool World::settle(int turns_max) {
  for (int i = 0; i < turns_max; ++i) {
    if (is_settled()) return true;
    if (pods.empty()) return false;
    turn();
  }
  return false;
}

struct World::Expected {
  std::map<std::string, std::vector<std::string>> output;  // by key, in order
  std::vector<std::string> dead;                           // origin and reason
  std::map<int, fakes::Rows> rows;
};

World::Expected World::expect() {
  Expected expected;
  fakes::FoldStage stage(options.has_state);
  const std::size_t bytes_max = fakes::FakeOutbox(kafka, clock, names("")).bytes_max;
  for (int p = 0; p < options.partitions; ++p) {
    fakes::Rows& rows = expected.rows[p];
    const fakes::FakeLog& log = kafka.log("in", p);
    for (const std::int64_t offset : log.visible()) {
      const fakes::Message& message = log.at(offset).message;
      Record record;
      record.partition = Partition{p};
      record.offset = InputOffset{offset};
      record.key = *message.key;
      record.value = *message.value;
      Result<Effects> effects = stage.handle(record, MapState(rows), {});
      const auto bury = [&](std::string_view code) {
        expected.dead.push_back("in/" + std::to_string(p) + "/" + std::to_string(offset) + " " +
                                std::string(code));
      };
      if (!effects) {
        bury(effects.fault().code);
        continue;
      }
      bool oversize = false;
      for (const OutRecord& out : effects->out) oversize |= bytes_of(out) > bytes_max;
      for (const StateWrite& row : effects->rows) oversize |= bytes_of(row) > bytes_max;
      if (oversize) {
        bury("oversize");
        continue;
      }
      for (const OutRecord& out : effects->out) {
        expected.output[out.key].push_back(out.value.value_or("(none)"));
      }
      for (const StateWrite& row : effects->rows) write(rows, row.key, row.value);
      if (effects->dead) bury(effects->dead->code);
    }
  }
  std::sort(expected.dead.begin(), expected.dead.end());
  return expected;
}

fakes::Rows World::fold_changelog(int partition, std::int64_t until) {
  fakes::Rows rows;
  const fakes::FakeLog& log = kafka.log("changelog", partition);
  for (const std::int64_t offset : log.visible()) {
    if (offset >= until) break;
    const fakes::Message& message = log.at(offset).message;
    if (!is_reserved(*message.key)) write(rows, *message.key, message.value);
  }
  return rows;
}

std::vector<std::string> World::output() {
  std::vector<std::string> all;
  for (int p = 0; p < kafka.partitions("out"); ++p) {
    const fakes::FakeLog& log = kafka.log("out", p);
    for (const std::int64_t offset : log.visible()) {
      const fakes::Message& message = log.at(offset).message;
      all.push_back(*message.key + ":" + message.value.value_or("(none)"));
    }
  }
  return all;
}

std::string World::judge_stores() {
  for (const auto& [name, disk] : disks) {
    for (const auto& [p, store] : disk.all()) {
      const std::int64_t position = store.meta.position.value;
      const std::string which = name + "/" + std::to_string(p) + " at " + std::to_string(position);
      // Decided is enough: the markers may still be on their way.
      const fakes::FakeLog& log = kafka.log("changelog", p);
      if (position > log.end()) return which + " is beyond the log";
      fakes::Rows rows;
      for (std::int64_t offset = 0; offset < position; ++offset) {
        const fakes::Entry& entry = log.at(offset);
        if (entry.marker) continue;
        if (entry.txn->state == fakes::TxnState::Open) return which + " is ahead of Kafka";
        if (entry.txn->state == fakes::TxnState::Aborted) continue;
        if (!is_reserved(*entry.message.key)) write(rows, *entry.message.key, entry.message.value);
      }
      if (rows != store.rows) {
        return which + " holds " + show(store.rows) + "but its changelog says " + show(rows);
      }
    }
  }
  return "";
}

std::string World::verdict(bool compacted) {
  kafka.deliver_all_markers();
  const Expected expected = expect();
  std::map<std::string, std::vector<std::string>> output;
  for (int p = 0; p < kafka.partitions("out"); ++p) {
    const fakes::FakeLog& log = kafka.log("out", p);
    for (const std::int64_t offset : log.visible()) {
      const fakes::Message& message = log.at(offset).message;
      output[*message.key].push_back(message.value.value_or("(none)"));
    }
  }
  for (const auto& [key, values] : expected.output) {
    if (output[key] == values) continue;
    return "output of " + key + ": " + std::to_string(output[key].size()) + " records, not " +
           std::to_string(values.size());
  }
  if (output.size() != expected.output.size()) return "output for a key that nobody fed";
  std::vector<std::string> dead;
  for (const std::int64_t offset : kafka.log("dead", 0).visible()) {
    const fakes::Message& message = kafka.log("dead", 0).at(offset).message;
    dead.push_back(header_of(message, "dateline-origin") + " " +
                   header_of(message, "dateline-reason"));
  }
  std::sort(dead.begin(), dead.end());
  if (dead != expected.dead) {
    return "dead letters: " + std::to_string(dead.size()) + ", not " +
           std::to_string(expected.dead.size());
  }
  for (int p = 0; p < options.partitions && options.has_state; ++p) {
    const fakes::FakeLog& log = kafka.log("changelog", p);
    if (fold_changelog(p, log.end()) != expected.rows.at(p)) {
      return "changelog " + std::to_string(p) + " folds to " + show(fold_changelog(p, log.end())) +
             "not to " + show(expected.rows.at(p));
    }
    const std::vector<std::int64_t> visible = log.visible();
    if (!visible.empty() && *log.at(visible.front()).message.key != kIncarnationKey) {
      return "changelog " + std::to_string(p) + " does not begin with its incarnation";
    }
  }
  for (const char* topic : {"in", "out", "changelog", "dead"}) {
    for (int p = 0; p < kafka.partitions(topic); ++p) {
      if (kafka.log(topic, p).stable_end() != kafka.log(topic, p).end()) {
        return std::string(topic) + " hangs on an open transaction";
      }
    }
  }
  if (!is_settled()) return "input is left";
  return compacted ? "" : judge_stores();
}

}  // namespace stream
