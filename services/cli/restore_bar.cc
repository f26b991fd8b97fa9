#include "cli/restore_bar.h"

namespace cli {

bool RestoreBar::show(const std::vector<adapters::status::StageView>& stages) {
  if (is_over()) return false;
  std::uint64_t done = 0, left = 0;
  bool live = true;
  for (const adapters::status::StageView& stage : stages) {
    for (const stream::MeterSnapshot& worker : stage.workers) {
      done += worker.restored_records;
      left += static_cast<std::uint64_t>(worker.restore_remaining);
      live &= worker.had_assignment && worker.live_partitions == worker.assigned_partitions;
    }
  }
  if (live) {
    end();
    return false;
  }
  if (left > 0 && !progress_) {
    progress_.emplace(log_, clock_, shown_, "restoring state", std::nullopt);
  }
  if (progress_) progress_->update(done, done + left);
  return true;
}

void RestoreBar::end() {
  is_over_ = true;
  progress_.reset();
}

}  // namespace cli
