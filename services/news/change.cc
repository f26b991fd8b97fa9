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

constexpr std::array<std::string_view, 7> kStatuses{"",        "usable", "withheld", "canceled",
                                                    "deleted", "gone",   "missing"};

}  // namespace

std::string_view to_string(Verdict verdict) {
  CHECK(static_cast<std::size_t>(verdict) < kVerdicts.size());
  return kVerdicts[static_cast<std::size_t>(verdict)];
}

std::string_view to_string(ChangeClass change) {
  CHECK(static_cast<std::size_t>(change) < kClasses.size());
  return kClasses[static_cast<std::size_t>(change)];
}

std::string_view to_string(Status status) {
  CHECK(static_cast<std::size_t>(status) < kStatuses.size());
  return kStatuses[static_cast<std::size_t>(status)];
}

std::optional<ChangeClass> class_of(const Change& change) {
  if (change.difference) return change.difference->change;
  if (change.verdict == Verdict::Withdrawn) return ChangeClass::Retraction;
  return std::nullopt;
}

std::string to_urn(const Version& version) {
  return "urn:dateline:" + version.site + ':' + to_hex(version.id);
}

}  // namespace news
