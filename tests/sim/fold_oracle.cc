// The oracle of a World: what the input says should be there, against what is.
#include <algorithm>

#include "sim/world.h"
#include "stream/batch.h"
#include "stream/incarnation.h"

namespace sim {
namespace {

using fakes::Entry;
using fakes::FakeLog;
using fakes::TxnState;
using stream::Effects;
using stream::OutRecord;
using stream::StateWrite;

class MapState final : public stream::StateReader {
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
  for (const stream::OwnedHeader& header : message.headers) {
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

bool is_open(const Entry& entry) { return entry.txn && entry.txn->state == TxnState::Open; }

bool is_row(const Entry& entry) {
  return !entry.marker && entry.txn && entry.txn->state == TxnState::Committed &&
         !stream::is_reserved(*entry.message.key);
}

// The code of the dead letter that the record becomes instead of its effects, or nothing.
std::string_view burial_of(const Effects& effects, std::size_t bytes_max) {
  for (const OutRecord& out : effects.out) {
    if (stream::bytes_of(out) > bytes_max) return "oversize";
  }
  for (const StateWrite& row : effects.rows) {
    if (stream::bytes_of(row) > bytes_max) return "oversize";
  }
  for (const OutRecord& out : effects.out) {
    if (fakes::is_poison(out.value)) return "record_refused";
  }
  return {};
}

// Which log a store was filled from, by the record that names it; nothing if it has none yet.
std::string name_of(const FakeLog& log) {
  for (std::int64_t offset = 0; offset < log.end(); ++offset) {
    const Entry& entry = log.at(offset);
    if (entry.marker || entry.txn->state != TxnState::Committed) continue;
    if (*entry.message.key != stream::kIncarnationKey) continue;
    return *stream::read_incarnation(*entry.message.value);
  }
  return {};
}

}  // namespace

struct World::Expected {
  std::map<std::string, std::vector<std::string>> output;  // by key, in order
  std::vector<std::string> dead;                           // origin and reason
  std::map<int, fakes::Rows> rows;

  void fold(stream::Stage& stage, int partition, const FakeLog& log, std::int64_t until,
            std::size_t bytes_max);
};

void World::Expected::fold(stream::Stage& stage, int partition, const FakeLog& log,
                           std::int64_t until, std::size_t bytes_max) {
  fakes::Rows& state = rows[partition];
  for (const std::int64_t offset : log.visible()) {
    if (offset >= until) break;
    const fakes::Message& message = log.at(offset).message;
    stream::Record record;
    record.partition = {partition};
    record.offset = {offset};
    record.key = *message.key;
    record.value = *message.value;
    const Result<Effects> effects = stage.handle(record, MapState(state), {});
    const auto bury = [&](std::string_view code) {
      dead.push_back("in/" + std::to_string(partition) + "/" + std::to_string(offset) + " " +
                     std::string(code));
    };
    const std::string_view code = effects ? burial_of(*effects, bytes_max) : effects.fault().code;
    if (!code.empty()) {
      bury(code);
      continue;
    }
    for (const OutRecord& out : effects->out) {
      output[out.key].push_back(out.value.value_or("(none)"));
    }
    for (const StateWrite& row : effects->rows) write(state, row.key, row.value);
    if (effects->dead) bury(effects->dead->code);
  }
}

fakes::Rows World::founding(int partition) const {
  fakes::Rows rows;
  const auto found = options.founding.find(partition);
  if (found == options.founding.end()) return rows;
  for (const StateWrite& row : found->second) write(rows, row.key, row.value);
  return rows;
}

World::Expected World::expect() {
  Expected expected;
  fakes::FoldStage stage(options.has_state);
  for (int p = 0; p < options.partitions; ++p) {
    const FakeLog& log = kafka.log("in", p);
    if (options.has_state) expected.rows[p] = founding(p);
    for (const std::int64_t until : restarts_[p]) {
      expected.fold(stage, p, log, until, options.bytes_max);
    }
    expected.fold(stage, p, log, log.end(), options.bytes_max);
  }
  std::sort(expected.dead.begin(), expected.dead.end());
  return expected;
}

fakes::Rows World::fold_changelog(int partition, std::int64_t until) {
  fakes::Rows rows;
  const FakeLog& log = kafka.log("changelog", partition);
  for (const std::int64_t offset : log.visible()) {
    if (offset >= until) break;
    const fakes::Message& message = log.at(offset).message;
    if (!stream::is_reserved(*message.key)) write(rows, *message.key, message.value);
  }
  return rows;
}

std::vector<std::string> World::output() {
  std::vector<std::string> all;
  for (int p = 0; p < kafka.partitions("out"); ++p) {
    const FakeLog& log = kafka.log("out", p);
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
      if (p >= kafka.partitions("changelog")) continue;
      const std::string wrong = judge_store(p, store);
      if (wrong.empty()) continue;
      return name + "/" + std::to_string(p) + " at " + std::to_string(store.meta.position.value) +
             " " + wrong;
    }
  }
  return "";
}

// Decided is enough: the markers may still be on their way. What the cleaner took away counts as if
// it were there, but a key that is written again behind the position may be missing: the store read
// a log in which the older one was gone already.
std::string World::judge_store(int partition, const fakes::DiskStore& store) {
  const FakeLog& log = kafka.log("changelog", partition);
  const std::string& name = store.meta.incarnation;
  if (name.empty()) return store.rows.empty() ? "" : "has rows but no name";
  if (name != name_of(log)) return "";  // of another log: it will be wiped
  const std::int64_t position = store.meta.position.value;
  if (position > log.end()) return "is beyond the log";
  // Before it may lie an open transaction of one who was put out: it can only be aborted, and if it
  // is not, the rows differ from then on.
  if (position > 0 && is_open(log.at(position - 1))) return "is ahead of Kafka";
  fakes::Rows rows, held = store.rows;
  for (std::int64_t offset = 0; offset < position; ++offset) {
    const Entry& entry = log.at(offset);
    if (is_row(entry)) write(rows, *entry.message.key, entry.message.value);
  }
  for (std::int64_t offset = position; compacted_ && offset < log.end(); ++offset) {
    if (!is_row(log.at(offset))) continue;
    rows.erase(*log.at(offset).message.key);
    held.erase(*log.at(offset).message.key);
  }
  if (rows == held) return "";
  return "holds " + show(held) + "but its changelog says " + show(rows);
}

std::string World::judge_output(const Expected& expected) {
  std::map<std::string, std::vector<std::string>> output;
  for (int p = 0; p < kafka.partitions("out"); ++p) {
    const FakeLog& log = kafka.log("out", p);
    for (const std::int64_t offset : log.visible()) {
      const fakes::Message& message = log.at(offset).message;
      output[*message.key].push_back(message.value.value_or("(none)"));
    }
  }
  for (const auto& [key, values] : expected.output) {
    if (output[key] == values) continue;
    return "output of " + key + ": " + std::to_string(output[key].size()) + " records, wanted " +
           std::to_string(values.size()) + ", or in another order";
  }
  return output.size() == expected.output.size() ? "" : "output for a key that nobody fed";
}

std::string World::judge_dead(const Expected& expected) {
  std::vector<std::string> dead;
  for (const std::int64_t offset : kafka.log("dead", 0).visible()) {
    const fakes::Message& message = kafka.log("dead", 0).at(offset).message;
    dead.push_back(header_of(message, "dateline-origin") + " " +
                   header_of(message, "dateline-reason"));
  }
  std::sort(dead.begin(), dead.end());
  if (dead == expected.dead) return "";
  return "dead letters: " + std::to_string(dead.size()) + ", wanted " +
         std::to_string(expected.dead.size());
}

std::string World::judge_changelog(const Expected& expected) {
  for (int p = 0; p < options.partitions && options.has_state; ++p) {
    const FakeLog& log = kafka.log("changelog", p);
    const fakes::Rows rows = fold_changelog(p, log.end());
    const std::string which = "changelog " + std::to_string(p);
    // Nobody has owned it until it was live.
    if (log.visible().empty() && kafka.log("in", p).visible().empty()) continue;
    if (rows != expected.rows.at(p)) {
      return which + " folds to " + show(rows) + "not to " + show(expected.rows.at(p));
    }
    const std::vector<std::int64_t> visible = log.visible();
    if (!visible.empty() && *log.at(visible.front()).message.key != stream::kIncarnationKey) {
      return which + " does not begin with its incarnation";
    }
  }
  return "";
}

std::string World::judge_ends() {
  for (const char* topic : {"in", "out", "changelog", "dead"}) {
    for (int p = 0; p < kafka.partitions(topic); ++p) {
      if (kafka.log(topic, p).stable_end() != kafka.log(topic, p).end()) {
        return std::string(topic) + " hangs on an open transaction";
      }
    }
  }
  return is_settled() ? "" : "input is left";
}

std::string World::verdict() {
  kafka.deliver_all_markers();
  const Expected expected = expect();
  for (const std::string& wrong : {judge_output(expected), judge_dead(expected),
                                   judge_changelog(expected), judge_ends(), judge_stores()}) {
    if (!wrong.empty()) return wrong;
  }
  return "";
}

std::string World::judge_restored() {
  const std::string name = "pod-restored";
  disks[name].clear();
  const Pod& fresh = start(name);
  const auto live = [&] {
    return fresh.worker.meter().snapshot(clock.now()).live_partitions == options.partitions;
  };
  for (int i = 0; i < 5'000 && !live(); ++i) turn(name);
  if (!live()) return "a restore from nothing does not end";
  if (!drain(name)) return "a restored pod does not drain";
  const Expected expected = expect();
  for (int p = 0; p < options.partitions && options.has_state; ++p) {
    const fakes::Rows& rows = disks[name].at(p).rows;
    if (rows == expected.rows.at(p)) continue;
    return "restored from nothing, " + std::to_string(p) + " holds " + show(rows) + "not " +
           show(expected.rows.at(p));
  }
  return "";
}

}  // namespace sim
