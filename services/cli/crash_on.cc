#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <string>

#include "cli/crash_points.h"

namespace cli {
namespace {

// Workers of all stages count together: the n-th arrival dies, whoever it is.
class KillingCrashPoints final : public stream::CrashPoints {
 public:
  KillingCrashPoints(std::string name, int at) : name_(std::move(name)), at_(at) {}

  void reach(std::string_view name) override {
    if (name != name_ || ++reached_ != at_) return;
    const std::string line = "dateline: killed at " + name_ + ":" + std::to_string(at_) + "\n";
    (void)!::write(2, line.data(), line.size());
    (void)::kill(::getpid(), SIGKILL);
    for (;;) ::pause();  // the signal may take a moment; nothing after the place may happen
  }

 private:
  const std::string name_;
  const int at_;
  std::atomic<int> reached_{0};
};

}  // namespace

std::unique_ptr<stream::CrashPoints> make_crash_points(
    const adapters::config::Environment& environment) {
  const auto found = environment.find("DATELINE_CRASH_AT");
  const std::string spec = found == environment.end() ? "" : found->second;
  const std::size_t colon = spec.rfind(':');
  if (colon == std::string::npos) return std::make_unique<KillingCrashPoints>(spec, 1);
  return std::make_unique<KillingCrashPoints>(spec.substr(0, colon),
                                              std::stoi("0" + spec.substr(colon + 1)));
}

}  // namespace cli
