#include "cli/offline.h"

#include <utility>

namespace cli {

stream::Result<std::optional<std::string>> MemoryState::get(std::string_view key) const {
  const auto found = rows_.find(key);
  if (found == rows_.end()) return std::optional<std::string>{};
  return std::optional<std::string>{found->second};
}

void MemoryState::apply(const std::vector<stream::StateWrite>& rows) {
  for (const stream::StateWrite& row : rows) {
    if (row.value)
      rows_[row.key] = *row.value;
    else
      rows_.erase(row.key);
  }
}

OfflineStage::OfflineStage(std::unique_ptr<stream::Stage> stage) : stage_(std::move(stage)) {}

stream::Result<stream::Effects> OfflineStage::handle(std::string_view key, std::string_view value,
                                                     stream::Timestamp now) {
  const stream::Record record{.partition = stream::Partition{0},
                              .offset = stream::InputOffset{next_offset_++},
                              .key = key,
                              .value = value,
                              .headers = {},
                              .appended_at = now};
  stream::Result<stream::Effects> effects = stage_->handle(record, state_, now);
  if (effects) state_.apply(effects->rows);
  return effects;
}

}  // namespace cli
