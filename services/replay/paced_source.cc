#include "replay/paced_source.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace replay {

using stream::Done;
using stream::Millis;
using stream::Record;
using stream::Result;
using stream::Tick;

namespace {

std::uint64_t bytes_of(const Record& record) {
  return record.key.size() + (record.value ? record.value->size() : 0);
}

}  // namespace

Result<std::optional<Record>> PacedSource::poll(Millis wait, stream::Rebalance& rebalance) {
  if (ports_.control.is_paused()) return stand_still(wait, rebalance);
  if (standing_) {
    if (auto going = go_on(); !going) return going.fault();
  }
  if (!held_) {
    auto polled = ports_.inner.poll(wait, rebalance);
    if (!polled || !*polled) return polled;
    held_ = **polled;
  }
  Tick now = ports_.clock.tick();
  if (const Tick first = left(now); first > Tick{0}) {
    ports_.rest(std::min(wait, std::chrono::ceil<Millis>(first)));
    now = ports_.clock.tick();
    if (left(now) > Tick{0} || ports_.control.is_paused()) return std::optional<Record>();
  }
  records_.take(1, now);
  bytes_.take(bytes_of(*held_), now);
  next_[held_->partition] = {held_->offset.value + 1};
  return std::exchange(held_, std::nullopt);
}

// The prefetch is thrown away, for this may last. The client is polled all the same: it has things
// to tell.
Result<std::optional<Record>> PacedSource::stand_still(Millis wait, stream::Rebalance& rebalance) {
  if (!std::exchange(standing_, true)) {
    held_.reset();
    pacing_.reset();
    std::vector<stream::Partition> running;
    for (const auto& [partition, next] : next_) running.push_back(partition);
    if (auto paused = ports_.inner.pause(running); !paused) return paused.fault();
  }
  auto polled = ports_.inner.poll(wait, rebalance);
  if (!polled) return polled;
  return std::optional<Record>();  // one that was on its way: it comes again
}

Result<Done> PacedSource::go_on() {
  standing_ = false;
  for (const auto& [partition, next] : next_) {
    if (auto placed = ports_.inner.place(partition, next); !placed) return placed;
  }
  return Done{};
}

Result<Done> PacedSource::place(stream::Partition partition, stream::InputOffset offset) {
  next_[partition] = offset;
  return standing_ ? Done{} : ports_.inner.place(partition, offset);
}

Result<Done> PacedSource::pause(std::span<const stream::Partition> partitions) {
  for (const stream::Partition partition : partitions) {
    next_.erase(partition);
    if (held_ && held_->partition == partition) held_.reset();
  }
  return ports_.inner.pause(partitions);
}

// Until the held record may go.
Tick PacedSource::left(Tick now) {
  const Rates rates = ports_.control.allowed();
  records_.set_rate(rates.records, now);
  bytes_.set_rate(rates.bytes, now);
  if (pace_ > 0 && !pacing_) pacing_ = {now, held_->appended_at};
  return std::max({records_.wait(now), bytes_.wait(now), left_of_spacing(now)});
}

// Partitions come in turns, not in the order of time: what is late already goes at once.
Tick PacedSource::left_of_spacing(Tick now) const {
  if (pace_ <= 0) return Tick{0};
  const auto spacing = static_cast<double>(held_->appended_at.value - pacing_->first.value) / pace_;
  const Tick due = pacing_->began + std::chrono::duration_cast<Tick>(
                                        std::chrono::duration<double, std::milli>(spacing));
  return std::max(Tick{0}, due - now);
}

}  // namespace replay
