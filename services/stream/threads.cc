#include "stream/threads.h"

#include <pthread.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace stream {

struct Threads::State {
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::deque<Ended> ended;  // not yet told of
  std::size_t running = 0;
  bool woken = false;
  std::vector<std::jthread> threads;  // dies first: joins while the rest is still there
};

Threads::Threads() : state_(std::make_unique<State>()) {}

Threads::~Threads() {
  request_stop();
  std::vector<std::jthread> threads;
  {
    const std::lock_guard lock(state_->mutex);
    threads.swap(state_->threads);
  }
  // Joined here, without the lock.
}

void Threads::start(std::string name, Body body) {
  const std::lock_guard lock(state_->mutex);
  ++state_->running;
  state_->threads.emplace_back(
      [state = state_.get(), name = std::move(name), body = std::move(body)](std::stop_token stop) {
        pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
        Result<Done> result = body(std::move(stop));
        const std::lock_guard ending(state->mutex);
        --state->running;
        state->ended.push_back({name, std::move(result)});
        state->changed.notify_all();
      });
}

void Threads::request_stop() {
  const std::lock_guard lock(state_->mutex);
  for (std::jthread& thread : state_->threads) thread.request_stop();
}

std::optional<Ended> Threads::await_ended(Millis wait) {
  std::unique_lock lock(state_->mutex);
  State& state = *state_;
  state.changed.wait_for(lock, wait, [&] { return !state.ended.empty() || state.woken; });
  state.woken = false;
  if (state.ended.empty()) return std::nullopt;
  Ended ended = std::move(state.ended.front());
  state.ended.pop_front();
  return ended;
}

bool Threads::await_all(Millis wait) {
  std::unique_lock lock(state_->mutex);
  State& state = *state_;
  return state.changed.wait_for(lock, wait, [&] { return state.running == 0; });
}

void Threads::wake() {
  const std::lock_guard lock(state_->mutex);
  state_->woken = true;
  state_->changed.notify_all();
}

std::size_t Threads::running() const {
  const std::lock_guard lock(state_->mutex);
  return state_->running;
}

}  // namespace stream
