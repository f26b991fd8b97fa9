#include "cli/crash_points.h"

namespace cli {
namespace {

class NoCrashPoints final : public stream::CrashPoints {
 public:
  void reach(std::string_view) override {}
};

}  // namespace

std::unique_ptr<stream::CrashPoints> make_crash_points(const adapters::config::Environment&) {
  return std::make_unique<NoCrashPoints>();
}

}  // namespace cli
