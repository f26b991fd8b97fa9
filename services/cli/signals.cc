#include "cli/signals.h"

#include <signal.h>
#include <unistd.h>

#include <utility>

namespace cli {
namespace {

sigset_t our_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGUSR1);
  return set;
}

}  // namespace

Signals::Signals() {
  const sigset_t set = our_signals();
  (void)::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  // A reader that went away ends a write by an error, not the process.
  (void)::signal(SIGPIPE, SIG_IGN);
}

void Signals::watch(std::function<void(int)> stop, std::function<void()> asked) {
  threads_.start("signals", [this, stop = std::move(stop),
                             asked = std::move(asked)](const std::stop_token& end) {
    const sigset_t set = our_signals();
    const timespec turn{0, 100'000'000};
    while (!end.stop_requested()) {
      const int signal = ::sigtimedwait(&set, nullptr, &turn);
      if (signal == SIGUSR1) asked();
      if (signal <= 0 || signal == SIGUSR1) continue;
      if (received_.load() != 0) ::_exit(128 + signal);
      received_ = signal;
      stop(signal);
    }
    return stream::Result<stream::Done>(stream::Done{});
  });
}

}  // namespace cli
