// cli/restore_bar.h
//
// A bar on the terminal while the stores of a process that has just started are restored. One
// thread. Must not know: where its figures come from.
#pragma once

#include <optional>
#include <vector>

#include "adapters/log/progress.h"
#include "adapters/status/view.h"

namespace cli {

class RestoreBar final {
 public:
  RestoreBar(adapters::log::Log& log, const stream::Clock& clock, adapters::log::Shown shown)
      : log_(log), clock_(clock), shown_(shown) {}
  RestoreBar(const RestoreBar&) = delete;
  RestoreBar& operator=(const RestoreBar&) = delete;

  // False: everything is live, or nobody looks. Later restores are for the log and the metrics.
  bool show(const std::vector<adapters::status::StageView>& stages);
  void end();
  bool is_over() const { return is_over_ || shown_ == adapters::log::Shown::Never; }

 private:
  adapters::log::Log& log_;
  const stream::Clock& clock_;
  const adapters::log::Shown shown_;
  bool is_over_ = false;
  std::optional<adapters::log::Progress> progress_;  // from the first record that is left on
};

}  // namespace cli
