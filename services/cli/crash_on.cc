#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <string>

#include "cli/crash_points.h"

namespace cli {
namespace {

enum class Then { Die, Hang };

// Workers of all stages count together: the n-th arrival dies, whoever it is; or its thread hangs,
// as in a call of a client that does not return.
class KillingCrashPoints final : public stream::CrashPoints {
 public:
  KillingCrashPoints(std::string name, int at, Then then)
      : name_(std::move(name)), at_(at), then_(then) {}

  void reach(std::string_view name) override {
    if (name != name_ || ++reached_ != at_) return;
    const std::string line = (then_ == Then::Die ? "dateline: killed at " : "dateline: hangs at ") +
                             name_ + ":" + std::to_string(at_) + "\n";
    (void)!::write(2, line.data(), line.size());
    if (then_ == Then::Die) (void)::kill(::getpid(), SIGKILL);
    for (;;) ::pause();  // the signal may take a moment; nothing after the place may happen
  }

 private:
  const std::string name_;
  const int at_;
  const Then then_;
  std::atomic<int> reached_{0};
};

}  // namespace

std::unique_ptr<stream::CrashPoints> make_crash_points(
    const adapters::config::Environment& environment) {
  const bool hangs = environment.contains("DATELINE_HANG_AT");
  const Then then = hangs ? Then::Hang : Then::Die;
  const auto found = environment.find(hangs ? "DATELINE_HANG_AT" : "DATELINE_CRASH_AT");
  const std::string spec = found == environment.end() ? "" : found->second;
  const std::size_t colon = spec.rfind(':');
  if (colon == std::string::npos) return std::make_unique<KillingCrashPoints>(spec, 1, then);
  return std::make_unique<KillingCrashPoints>(spec.substr(0, colon),
                                              std::stoi("0" + spec.substr(colon + 1)), then);
}

}  // namespace cli
