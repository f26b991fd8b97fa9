#include "news/change.h"

#include <array>

#include "base/check.h"

namespace news {
namespace {

constexpr std::array<std::string_view, 12> kVerdicts{
    "removed",   "resent", "older",    "held",     "duplicate", "withdrawn",
    "recleaned", "new",    "restored", "reverted", "revised",   "merged"};

constexpr std::array<std::string_view, 11> kClasses{
    "none",    "boilerplate", "retraction", "correction", "headline", "rewrite",
    "factual", "addition",    "removal",    "edit",       "cosmetic"};

}  // namespace

std::string_view to_string(Verdict verdict) {
  CHECK(static_cast<std::size_t>(verdict) < kVerdicts.size());
  return kVerdicts[static_cast<std::size_t>(verdict)];
}

std::string_view to_string(ChangeClass change) {
  CHECK(static_cast<std::size_t>(change) < kClasses.size());
  return kClasses[static_cast<std::size_t>(change)];
}

}  // namespace news
