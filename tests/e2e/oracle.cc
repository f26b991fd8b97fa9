#include "e2e/oracle.h"

#include <algorithm>
#include <utility>

namespace e2e {
namespace {

using base::Hash128;
using stream::OwnedHeader;

constexpr std::size_t kExamples = 5;

// Keys that begin with a zero byte are the engine's own.
bool is_reserved(std::string_view key) { return !key.empty() && key.front() == '\0'; }

void add_part(base::Xxh3Stream& stream, std::string_view part) {
  const std::string size = std::to_string(part.size()) + ":";
  stream.add(size);
  stream.add(part);
}

// What identifies a dead letter: its own bytes, and why and where it died.
Hash128 dead_digest(std::string_view key, const std::optional<std::string>& value,
                    std::string_view reason, std::string_view origin) {
  const std::vector<OwnedHeader> headers{{"reason", std::string(reason)},
                                         {"origin", std::string(origin)}};
  return digest_of(key, value, headers);
}

std::string group_of(const std::string& topic, std::int32_t partition, std::string_view site) {
  return topic + "/" + std::to_string(partition) + " of " + std::string(site);
}

class MapReader final : public stream::StateReader {
 public:
  explicit MapReader(const Rows& rows) : rows_(rows) {}
  stream::Result<std::optional<std::string>> get(std::string_view key) const override {
    const auto found = rows_.find(key);
    if (found == rows_.end()) return std::optional<std::string>();
    return std::optional<std::string>(found->second);
  }

 private:
  const Rows& rows_;
};

void say(std::vector<std::string>& all, std::size_t& said, const std::string& text) {
  if (++said <= kExamples) all.push_back(text);
}

void say_more(std::vector<std::string>& all, std::size_t said, const std::string& name) {
  if (said > kExamples) all.push_back(name + ": " + std::to_string(said) + " differences in all");
}

}  // namespace

std::string LogRecord::place() const {
  return topic + "/" + std::to_string(partition) + "/" + std::to_string(offset);
}

std::string_view LogRecord::header(std::string_view name) const {
  for (const OwnedHeader& header : headers) {
    if (header.key == name) return header.value;
  }
  return {};
}

Hash128 digest_of(std::string_view key, const std::optional<std::string>& value,
                  std::span<const OwnedHeader> headers) {
  base::Xxh3Stream stream;
  add_part(stream, key);
  add_part(stream, value ? "value" : "none");
  add_part(stream, value ? std::string_view(*value) : std::string_view());
  for (const OwnedHeader& header : headers) {
    add_part(stream, header.key);
    add_part(stream, header.value);
  }
  return stream.digest_128();
}

stream::Result<Fold::Answer> Fold::handle(const LogRecord& record) {
  std::vector<stream::Header> headers;
  for (const OwnedHeader& header : record.headers) headers.push_back({header.key, header.value});
  stream::Record view{.partition = {record.partition},
                      .offset = {record.offset},
                      .key = record.key,
                      .value = std::nullopt,
                      .headers = headers,
                      .appended_at = {record.timestamp_ms}};
  if (record.value) view.value = *record.value;
  Rows& rows = state_[record.partition];
  auto effects = stage_.handle(view, MapReader(rows), {record.timestamp_ms});
  if (!effects) {
    if (effects.fault().recovery != stream::Recovery::DeadLetter) return effects.fault();
    return Answer{.out = {}, .dead = effects.fault()};
  }
  for (stream::StateWrite& row : effects->rows) {
    if (row.value) {
      rows[row.key] = *row.value;
    } else {
      rows.erase(row.key);
    }
  }
  return Answer{.out = std::move(effects->out), .dead = std::move(effects->dead)};
}

void Bag::expect(const Hash128& digest, const LogRecord& cause) {
  Count& count = counts_[digest];
  if (++count.balance == 0) {
    counts_.erase(digest);
  } else {
    count.place = cause.place();
  }
  ++expected_;
}

void Bag::observe(const Hash128& digest, const LogRecord& record) {
  Count& count = counts_[digest];
  if (--count.balance == 0) {
    counts_.erase(digest);
  } else if (count.balance < 0) {
    count.place = record.place();
  }
}

void Bag::differences(std::vector<std::string>& all) const {
  std::size_t said = 0;
  for (const auto& [digest, count] : counts_) {
    const int balance = count.balance;
    say(all, said,
        name_ + ": " +
            (balance > 0 ? std::to_string(balance) + " missing, caused by "
                         : std::to_string(-balance) + " too many, at ") +
            count.place);
  }
  say_more(all, said, name_);
}

void Sequences::expect(const std::string& group, const Hash128& digest, const LogRecord& cause) {
  groups_[group].expected.push_back({digest, cause.place()});
  ++expected_;
}

void Sequences::observe(const std::string& group, const Hash128& digest, const LogRecord& record) {
  groups_[group].observed.push_back({digest, record.place()});
}

void Sequences::differences(std::vector<std::string>& all) const {
  std::size_t said = 0;
  for (const auto& [group, sides] : groups_) {
    const auto& [expected, observed] = sides;
    std::size_t at = 0;
    while (at < expected.size() && at < observed.size() &&
           expected[at].digest == observed[at].digest) {
      ++at;
    }
    if (at == expected.size() && at == observed.size()) continue;
    say(all, said,
        name_ + ": " + group + " differs at number " + std::to_string(at) + " of " +
            std::to_string(expected.size()) + " (found " + std::to_string(observed.size()) +
            "): wanted what " + (at < expected.size() ? expected[at].place : "nothing") +
            " causes, found " + (at < observed.size() ? observed[at].place : "nothing"));
  }
  say_more(all, said, name_);
}

Oracle::Oracle(Setup setup)
    : setup_(std::move(setup)), clean_(setup_.clean), version_(setup_.version) {}

void Oracle::raw(const LogRecord& record) {
  ++raw_records_;
  const auto answer = clean_.handle(record);
  if (!answer) {
    broken_.push_back(record.place() + ": clean says " + std::string(answer.fault().code));
    return;
  }
  for (const stream::OutRecord& out : answer->out) {
    candidates_.expect(digest_of(out.key, out.value, out.headers), record);
  }
  if (answer->dead) {
    clean_dead_.expect(dead_digest(record.key, record.value, answer->dead->code, record.place()),
                       record);
  }
}

void Oracle::candidate(const LogRecord& record) {
  candidates_.observe(digest_of(record.key, record.value, record.headers), record);
  const auto answer = version_.handle(record);
  if (!answer) {
    broken_.push_back(record.place() + ": version says " + std::string(answer.fault().code) + " " +
                      answer.fault().detail);
    return;
  }
  for (const stream::OutRecord& out : answer->out) {
    const std::string& topic = version_.spec().outputs[out.output.value];
    published_.expect(group_of(topic, partition_of(topic, out.key), record.key),
                      digest_of(out.key, out.value, out.headers), record);
  }
  if (answer->dead) {
    const std::string& topic = setup_.dead_topic;
    version_dead_.expect(group_of(topic, partition_of(topic, record.key), record.key),
                         dead_digest(record.key, record.value, answer->dead->code, record.place()),
                         record);
  }
}

void Oracle::published(const LogRecord& record) {
  published_.observe(group_of(record.topic, record.partition, record.header(setup_.site_header)),
                     digest_of(record.key, record.value, record.headers), record);
}

void Oracle::dead(const LogRecord& record) {
  const auto digest = dead_digest(record.key, record.value, record.header("dateline-reason"),
                                  record.header("dateline-origin"));
  if (record.header("dateline-stage") == version_.spec().name) {
    version_dead_.observe(group_of(record.topic, record.partition, record.key), digest, record);
  } else {
    clean_dead_.observe(digest, record);
  }
}

void Oracle::changelog(const LogRecord& record) {
  if (is_reserved(record.key)) return;
  Rows& rows = changelog_[record.partition];
  if (record.value) {
    rows[record.key] = *record.value;
  } else {
    rows.erase(record.key);
  }
}

void Oracle::store(std::int32_t partition, Rows rows, std::string_view name) {
  ++stores_;
  std::erase_if(rows, [](const auto& row) { return is_reserved(row.first); });
  const auto wanted = changelog_.find(partition);
  compare_rows(
      rows, wanted == changelog_.end() ? Rows{} : wanted->second,
      std::string(name) + " of partition " + std::to_string(partition) + " against its changelog",
      broken_);
}

void Oracle::end(const PartitionEnd& end) {
  ++ends_;
  const std::string where = end.topic + "/" + std::to_string(end.partition);
  if (end.last_stable != end.end) {
    broken_.push_back(where + ": a transaction hangs open from " + std::to_string(end.last_stable) +
                      ", the end is " + std::to_string(end.end));
  }
  if (end.unread != 0) {
    broken_.push_back(where + ": " + std::to_string(end.unread) +
                      " records behind the committed offset");
  }
  if (end.committed && *end.committed > end.end) {
    broken_.push_back(where + ": committed " + std::to_string(*end.committed) +
                      ", beyond the end " + std::to_string(end.end));
  }
}

std::vector<std::string> Oracle::differences() const {
  std::vector<std::string> all = broken_;
  candidates_.differences(all);
  clean_dead_.differences(all);
  published_.differences(all);
  version_dead_.differences(all);
  std::map<std::int32_t, Rows> none;
  for (const auto& side : {version_.state(), changelog_}) {
    for (const auto& row : side) none[row.first];
  }
  for (const auto& [partition, empty] : none) {
    const auto folded = version_.state().find(partition);
    const auto logged = changelog_.find(partition);
    compare_rows(logged == changelog_.end() ? empty : logged->second,
                 folded == version_.state().end() ? empty : folded->second,
                 "changelog of partition " + std::to_string(partition) +
                     " against the fold of the candidates",
                 all);
  }
  return all;
}

std::string Oracle::summary() const {
  return std::to_string(raw_records_) + " raw records, " + std::to_string(candidates_.expected()) +
         " candidates, " + std::to_string(clean_dead_.expected() + version_dead_.expected()) +
         " dead letters, " + std::to_string(published_.expected()) + " published, " +
         std::to_string(stores_) + " stores, " + std::to_string(ends_) + " partitions compared";
}

// Where a record of that key must be.
std::int32_t Oracle::partition_of(const std::string& topic, std::string_view key) const {
  const auto count = setup_.partitions.find(topic);
  return count == setup_.partitions.end() ? 0 : base::partition_for_key(key, count->second);
}

void Oracle::compare_rows(const Rows& found, const Rows& wanted, const std::string& what,
                          std::vector<std::string>& all) const {
  std::size_t said = 0;
  for (const auto& [key, value] : wanted) {
    const auto row = found.find(key);
    const char* fault = row == found.end() ? " is missing" : " has another value";
    if (row == found.end() || row->second != value) {
      say(all, said, what + ": row " + base::to_hex(std::string_view(key)) + fault);
    }
  }
  for (const auto& row : found) {
    if (!wanted.contains(row.first)) {
      say(all, said, what + ": row " + base::to_hex(std::string_view(row.first)) + " is one more");
    }
  }
  say_more(all, said, what);
}

}  // namespace e2e
