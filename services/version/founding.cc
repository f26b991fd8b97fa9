#include "version/founding.h"

#include <utility>

#include "base/hash.h"
#include "news/encode/candidate.h"
#include "version/takedown.h"

namespace version {
namespace {

using StateRows = std::map<std::string, std::string, std::less<>>;

class MapReader final : public stream::StateReader {
 public:
  explicit MapReader(const StateRows& rows) : rows_(rows) {}
  Result<std::optional<std::string>> get(std::string_view key) const override {
    const auto row = rows_.find(key);
    return row == rows_.end() ? std::optional<std::string>() : std::optional(row->second);
  }

 private:
  const StateRows& rows_;
};

}  // namespace

stream::Result<stream::Done> Founding::take(std::string_view bytes) {
  const auto order = news::encode::read_candidate(bytes);
  if (!order) return base::stop("takedown_unreadable", order.fault().detail);
  if (order->kind != news::CandidateKind::Takedown) {
    return base::stop("takedown_unreadable", "a candidate of another kind");
  }
  if (base::partition_for_key(order->site, partitions_) != partition_.value) return Done{};
  const MapReader reader(rows_);
  const Ages ages;
  Rows rows(reader, ages, format_);
  Counts counts;
  const stream::Record cause{};
  const std::string generation;  // nothing is published of what nobody knows
  const auto effects = take_down(*order, {cause, {}, generation, false, {}}, rows, counts);
  if (!effects) return base::stop("takedown_unreadable", effects.fault().detail);
  for (stream::StateWrite& row : rows.take()) {
    if (row.value) rows_[std::move(row.key)] = *std::move(row.value);
  }
  return Done{};
}

std::vector<stream::StateWrite> Founding::rows() const {
  std::vector<stream::StateWrite> rows;
  for (const auto& [key, value] : rows_) rows.push_back({key, value});
  return rows;
}

}  // namespace version
