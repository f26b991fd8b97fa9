// tests/fakes/fake_log.h
//
// One partition of one topic: records and control records, the last stable offset, compaction that
// lets tombstones go when their time is over. What is compacted away stays known, as gone, so that
// a test can tell what was there. Must not know: transactions' coordinator, groups.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stream/stage.h"

namespace fakes {

using stream::Millis;
using stream::Timestamp;

struct Message {
  std::optional<std::string> key, value;
  std::vector<stream::OwnedHeader> headers;
};

enum class TxnState { Open, Committed, Aborted };

struct Txn {
  TxnState state = TxnState::Open;
  Timestamp began;
};

struct Entry {
  Message message;
  Timestamp time;
  std::shared_ptr<Txn> txn;  // none: not transactional
  bool marker = false;
  bool gone = false;                 // compacted away
  std::optional<Timestamp> horizon;  // a tombstone that the cleaner has seen goes after that
};

class FakeLog {
 public:
  std::int64_t append(Message message, Timestamp time, std::shared_ptr<Txn> txn = nullptr);
  void mark(const std::shared_ptr<Txn>& txn, Timestamp time);
  std::int64_t start() const { return start_; }
  std::int64_t end() const { return static_cast<std::int64_t>(entries_.size()); }
  std::int64_t stable_end() const;  // last stable offset
  // First offset at or past `from` that a read_committed reader is given, below stable_end().
  std::optional<std::int64_t> find_visible(std::int64_t from) const;
  const Entry& at(std::int64_t offset) const { return entries_[static_cast<std::size_t>(offset)]; }
  std::vector<std::int64_t> visible() const;
  // Keeps the newest visible record of each key, below stable_end(). A tombstone goes when it was
  // seen `retention` ago. Returns how many tombstones went.
  int compact(Timestamp now, Millis retention);
  void cut(std::int64_t start) { start_ = start; }

 private:
  std::int64_t start_ = 0;
  std::vector<Entry> entries_;
  std::map<std::shared_ptr<Txn>, std::int64_t> open_;  // without their marker here: first offset
};

}  // namespace fakes
