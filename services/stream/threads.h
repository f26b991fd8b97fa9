// stream/threads.h
//
// The only place where we start threads: named, with a stop token, joined, and awaited by main.
// Must not know: what runs in them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "stream/stage.h"

namespace stream {

struct Ended {
  std::string thread;
  Result<Done> result;
};

// All methods may be called from any thread. The destructor asks all to stop and joins them.
class Threads final {
 public:
  using Body = std::function<Result<Done>(std::stop_token)>;

  Threads();
  ~Threads();
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

  // The kernel shows the first 15 bytes of the name.
  void start(std::string name, Body body);
  void request_stop();

  // The next thread that has ended and was not yet told of, in the order of their ends; nothing
  // after `wait`, or when wake() was called meanwhile or before.
  std::optional<Ended> await_ended(Millis wait);
  // True when every thread has ended within `wait`.
  bool await_all(Millis wait);
  // Ends one await_ended. Not for signal handlers: let a thread of its own sigwait().
  void wake();
  std::size_t running() const;

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace stream
