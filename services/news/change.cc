#include "news/change.h"

#include <algorithm>
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

template <class Enum, class Names>
std::optional<Enum> find_name(const Names& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

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

std::optional<Verdict> read_verdict(std::string_view name) {
  return find_name<Verdict>(kVerdicts, name);
}

std::optional<ChangeClass> read_change_class(std::string_view name) {
  return find_name<ChangeClass>(kClasses, name);
}

std::optional<Status> read_status(std::string_view name) {
  if (name.empty()) return std::nullopt;
  return find_name<Status>(kStatuses, name);
}

}  // namespace news
