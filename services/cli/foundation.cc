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
// So long a generation that runs may take to carry out an order and to tell by which keys its
// article is known: whoever begins without them would publish it under another of its addresses.
constexpr stream::Millis kJudged{5'000};
// However fast orders come, and whatever the brokers' clocks say.
constexpr stream::Tick kWaitMax = std::chrono::seconds(30);

// What a generation tells of an article that it has removed; the others are orders.
bool is_told(std::string_view key) {
  return key.starts_with("urn:") && key.find('#') != std::string_view::npos;
}

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
  if (!reader_->is_at_goal() || is_fresh()) return std::optional<std::vector<stream::StateWrite>>();
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
  newest_order_ = {};
  began_ = clock_.tick();
  reader_ = std::move(*reader);
  return Done{};
}

bool TakedownFoundation::is_fresh() const {
  if (clock_.tick() - began_ >= kWaitMax) return false;
  return clock_.now().value - newest_order_.value < kJudged.count();
}

Result<Done> TakedownFoundation::read(stream::Tick until) {
  while (!reader_->is_at_goal() || is_fresh()) {
    const stream::Tick now = clock_.tick();
    if (now >= until) break;
    const auto next = reader_->next(std::chrono::ceil<stream::Millis>(until - now));
    if (!next) return next.fault();
    if (!*next) continue;
    if ((*next)->value) values_.emplace_back(*(*next)->value);
    if (!is_told((*next)->key)) newest_order_ = (*next)->appended_at;
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
