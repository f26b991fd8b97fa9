// cli/signals.h
//
// Signals as wishes: the first TERM or INT asks to drain, a second one leaves at once (143, 130).
// HUP asks to read the configuration again, also where it was ignored when the process began (as
// nohup leaves it): it never ends the process. USR1 asks how things are. Made before any thread is,
// for the signals must be blocked in all of them.
#pragma once

#include <atomic>
#include <functional>

#include "stream/threads.h"

namespace cli {

// Called in the thread of the signals, one at a time.
struct Hearers {
  std::function<void(int)> stop;         // TERM, INT: once
  std::function<void()> status = [] {};  // each USR1
  std::function<void()> reload = [] {};  // each HUP
  std::function<void()> idle = [] {};    // each 100 ms without a signal
};

class Signals final {
 public:
  Signals();  // blocks them in this thread and in all that it starts from now on
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Waits in a thread of its own.
  void watch(Hearers hearers);

  // The first TERM or INT that came, 0 if none has.
  int received() const { return received_.load(); }

 private:
  void hear(int signal, const Hearers& hearers);

  std::atomic<int> received_{0};
  stream::Threads threads_;
};

}  // namespace cli
