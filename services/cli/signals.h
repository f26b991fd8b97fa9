// cli/signals.h
//
// TERM, INT and HUP as an orderly wish: the first one asks to drain, a second TERM or INT leaves at
// once (143, 130). HUP is left alone if it was ignored when the process began. USR1 asks how things
// are, as often as it comes. Made before any thread is, for the signals must be blocked in all of
// them.
#pragma once

#include <atomic>
#include <functional>

#include "stream/threads.h"

namespace cli {

class Signals final {
 public:
  Signals();  // blocks them in this thread and in all that it starts from now on
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Waits in a thread of its own; `stop` is called there once, `asked` for each USR1.
  void watch(
      std::function<void(int)> stop, std::function<void()> asked = [] {});

  // The first signal that came, 0 if none has.
  int received() const { return received_.load(); }

 private:
  std::atomic<int> received_{0};
  stream::Threads threads_;
};

}  // namespace cli
