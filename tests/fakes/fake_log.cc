#include "fakes/fake_log.h"

#include <algorithm>
#include <set>

namespace fakes {

std::int64_t FakeLog::append(Message message, Timestamp time, std::shared_ptr<Txn> txn) {
  if (txn && txn->state == TxnState::Open) open_.try_emplace(txn, end());
  entries_.push_back({std::move(message), time, std::move(txn), false, false, std::nullopt});
  return end() - 1;
}

void FakeLog::mark(const std::shared_ptr<Txn>& txn, Timestamp time) {
  open_.erase(txn);
  entries_.push_back({{}, time, txn, true, false, std::nullopt});
}

std::int64_t FakeLog::stable_end() const {
  std::int64_t stable = end();
  for (const auto& [txn, first] : open_) stable = std::min(stable, first);
  return stable;
}

std::optional<std::int64_t> FakeLog::find_visible(std::int64_t from) const {
  const std::int64_t stable = stable_end();
  for (std::int64_t offset = std::max(from, start_); offset < stable; ++offset) {
    const Entry& entry = at(offset);
    if (entry.marker || entry.gone) continue;
    if (entry.txn && entry.txn->state != TxnState::Committed) continue;
    return offset;
  }
  return std::nullopt;
}

std::vector<std::int64_t> FakeLog::visible() const {
  std::vector<std::int64_t> offsets;
  for (auto next = find_visible(start_); next; next = find_visible(*next + 1)) {
    offsets.push_back(*next);
  }
  return offsets;
}

int FakeLog::compact(Timestamp now, Millis retention) {
  int tombstones = 0;
  std::set<std::string> newer;
  const std::vector<std::int64_t> offsets = visible();
  for (auto offset = offsets.rbegin(); offset != offsets.rend(); ++offset) {
    Entry& entry = entries_[static_cast<std::size_t>(*offset)];
    if (!newer.insert(entry.message.key.value_or("")).second) {
      entry.gone = true;
    } else if (!entry.message.value && !entry.horizon) {
      entry.horizon = Timestamp{now.value + retention.count()};
    } else if (!entry.message.value && *entry.horizon <= now) {
      entry.gone = true;
      ++tombstones;
    }
  }
  return tombstones;
}

}  // namespace fakes
