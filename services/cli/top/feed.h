// cli/top/feed.h
//
// Asks each of several processes for its /status, again and again, in a thread of its own: one that
// does not answer holds up nobody else. Any thread may read.
// Must not know: terminals.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "adapters/status/client.h"
#include "cli/top/screen.h"
#include "stream/threads.h"

namespace cli::top {

// The answer of one process: its bytes as they came. Faults (Stop): no_answer, bad_status.
base::Result<std::string> ask(const std::string& where);

class Feed final {
 public:
  static constexpr stream::Millis kAskEvery{2'000};

  explicit Feed(const std::vector<std::string>& where);
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  std::vector<Asked> read() const;
  // Grows with each answer, and with each that did not come.
  std::uint64_t answers() const { return answers_.load(); }

 private:
  using Slot = stream::Guarded<Asked>;
  void ask_one(Slot& slot, const std::string& where);

  std::vector<std::unique_ptr<Slot>> slots_;
  std::atomic<std::uint64_t> answers_{0};
  stream::Threads pauses_;   // without any: to wait in
  stream::Threads threads_;  // end first
};

}  // namespace cli::top
