#include "cli/signals.h"

#include <signal.h>
#include <unistd.h>

#include <utility>

namespace cli {
namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

Signals::Signals() {
  const sigset_t set = stop_signals();
  (void)::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  // A reader that went away ends a write by an error, not the process.
  (void)::signal(SIGPIPE, SIG_IGN);
}

void Signals::watch(std::function<void(int)> first) {
  threads_.start("signals", [this, first = std::move(first)](const std::stop_token& stop) {
    const sigset_t set = stop_signals();
    const timespec turn{0, 100'000'000};
    while (!stop.stop_requested()) {
      const int signal = ::sigtimedwait(&set, nullptr, &turn);
      if (signal <= 0) continue;
      if (received_.load() != 0) ::_exit(128 + signal);
      received_ = signal;
      first(signal);
    }
    return stream::Result<stream::Done>(stream::Done{});
  });
}

}  // namespace cli
