#include "cli/signals.h"

#include <signal.h>
#include <unistd.h>

#include <utility>

namespace cli {
namespace {

// As nohup leaves it to us. A blocked signal would come all the same.
bool is_ignored(int signal) {
  struct sigaction action {};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

sigset_t our_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  if (!is_ignored(SIGHUP)) sigaddset(&set, SIGHUP);
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
      if (received_.load() != 0) {
        if (signal == SIGHUP) continue;  // of the kernel and of the shell: one terminal that closed
        ::_exit(128 + signal);
      }
      received_ = signal;
      stop(signal);
    }
    return stream::Result<stream::Done>(stream::Done{});
  });
}

}  // namespace cli
