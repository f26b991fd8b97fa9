#include "cli/foundation.h"

#include <chrono>
#include <utility>

#include "cli/service.h"
#include "version/founding.h"

namespace cli {
namespace {

namespace kafka = adapters::kafka;
using stream::Done;
using stream::Result;

constexpr stream::Millis kTimeout{1'000};  // of one question to the broker

}  // namespace

TakedownFoundation::TakedownFoundation(const adapters::config::Settings& settings,
                                       std::string client_id, kafka::Events& events,
                                       const stream::Clock& clock)
    : settings_(settings), client_id_(std::move(client_id)), events_(events), clock_(clock) {}

Result<std::optional<std::vector<stream::StateWrite>>> TakedownFoundation::rows(
    stream::Partition partition, stream::Millis wait) {
  if (auto begun = begin(); !begun) return begun.fault();
  const stream::Tick until = clock_.tick() + std::chrono::duration_cast<stream::Tick>(wait);
  if (auto done = read(until); !done) return done.fault();
  if (!reader_->is_at_goal()) return std::optional<std::vector<stream::StateWrite>>();
  auto rows = fold(partition);
  // Another partition reads again: it must see what has been taken down since.
  reader_.reset();
  values_.clear();
  if (!rows) return rows.fault();
  return std::optional(std::move(*rows));
}

Result<Done> TakedownFoundation::begin() {
  if (reader_) return Done{};
  auto reader = kafka::Reader::make(connection_of(settings_),
                                    {.topics = {settings_.topics.takedowns},
                                     .group_id = group_of(settings_, "version"),
                                     .client_id = client_id_},
                                    events_, kTimeout);
  if (!reader) return reader.fault();
  const auto ends = (*reader)->ask_ends(settings_.topics.candidates, kTimeout);
  if (!ends) return ends.fault();
  partitions_ = static_cast<std::int32_t>(ends->size());
  if (auto aimed = (*reader)->aim_at_ends(kTimeout); !aimed) return aimed;
  values_.clear();
  reader_ = std::move(*reader);
  return Done{};
}

Result<Done> TakedownFoundation::read(stream::Tick until) {
  while (!reader_->is_at_goal()) {
    const stream::Tick now = clock_.tick();
    if (now >= until) break;
    const auto next = reader_->next(std::chrono::ceil<stream::Millis>(until - now));
    if (!next) return next.fault();
    if (*next && (*next)->value) values_.emplace_back(*(*next)->value);
  }
  return Done{};
}

Result<std::vector<stream::StateWrite>> TakedownFoundation::fold(
    stream::Partition partition) const {
  version::Founding founding(partition, partitions_,
                             static_cast<news::encode::RowFormat>(settings_.state.format));
  for (const std::string& value : values_) {
    if (auto taken = founding.take(value); !taken) return taken.fault();
  }
  return founding.rows();
}

}  // namespace cli
