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
  sigaddset(&set, SIGHUP);
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

void Signals::watch(Hearers hearers) {
  threads_.start("signals", [this, hearers = std::move(hearers)](const std::stop_token& end) {
    const sigset_t set = our_signals();
    const timespec turn{0, 100'000'000};
    while (!end.stop_requested()) hear(::sigtimedwait(&set, nullptr, &turn), hearers);
    return stream::Result<stream::Done>(stream::Done{});
  });
}

void Signals::hear(int signal, const Hearers& hearers) {
  if (signal <= 0) return hearers.idle();
  if (signal == SIGUSR1) return hearers.status();
  if (signal == SIGHUP) return hearers.reload();
  if (received_.load() != 0) ::_exit(128 + signal);
  received_ = signal;
  hearers.stop(signal);
}

}  // namespace cli
