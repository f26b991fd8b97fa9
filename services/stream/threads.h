// stream/threads.h
//
// The only place where we start threads: named, with a stop token, joined, and awaited by main.
// And the one lock that rooms may use, around one value, for what is no plain number.
// Must not know: what runs in them.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

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

// A value that several threads may touch, one at a time. What is done inside must be short and
// wait for nothing. Also where std::atomic<std::shared_ptr> would do: that of libstdc++ 12 reads
// the pointer and unlocks with memory_order_relaxed, which is a race with who writes it next.
template <class T>
class Guarded final {
 public:
  template <class... Arguments>
  explicit Guarded(Arguments&&... arguments) : value_(std::forward<Arguments>(arguments)...) {}
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  template <class Use>
  auto with(Use use) {
    const std::lock_guard lock(mutex_);
    return use(value_);
  }
  template <class Use>
  auto with(Use use) const {
    const std::lock_guard lock(mutex_);
    return use(value_);
  }

 private:
  mutable std::mutex mutex_;
  T value_;
};

}  // namespace stream
