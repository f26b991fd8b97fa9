#include "version/counters.h"

#include <array>
#include <string>
#include <string_view>

namespace version {
namespace {

using news::ChangeClass;
using news::Verdict;

constexpr std::size_t kVerdicts = static_cast<std::size_t>(Verdict::Merged) + 1;
constexpr std::size_t kClasses = static_cast<std::size_t>(ChangeClass::Cosmetic) + 1;
constexpr std::array<std::string_view, 8> kKeys{"guid",    "canonical", "fetched", "other",
                                                "content", "title",     "id",      "none"};
constexpr std::array<std::string_view, 3> kGuards{"canonical_home", "key_flood", "text_flood"};
constexpr std::array<std::string_view, 5> kLimits{"sightings_max", "values_max", "aliases_max",
                                                  "sentences_max", "merges_max"};

constexpr std::array<std::string_view, 5> kSettled{"text", "head", "line", "flood", "later"};

// One block of counters after the other.
constexpr std::size_t kFirstClass = kVerdicts * 4;
constexpr std::size_t kFirstKey = kFirstClass + kClasses;
constexpr std::size_t kFirstGuard = kFirstKey + kKeys.size();
constexpr std::size_t kFirstLimit = kFirstGuard + kGuards.size();
constexpr std::size_t kFirstSettled = kFirstLimit + kLimits.size();
constexpr std::size_t kMerges = kFirstSettled + kSettled.size();
constexpr std::size_t kClockAhead = kMerges + 1;
constexpr std::size_t kTextPending = kClockAhead + 1;
constexpr std::size_t kStubMissed = kTextPending + 1;

std::string label(std::string_view name, std::string_view value) {
  return std::string(name) + "=\"" + std::string(value) + '"';
}

}  // namespace

std::vector<stream::CounterSpec> make_counters() {
  std::vector<stream::CounterSpec> counters;
  for (std::size_t verdict = 0; verdict < kVerdicts; ++verdict) {
    for (const std::string_view published : {"no", "yes"}) {
      for (const std::string_view lane : {"live", "backfill"}) {
        counters.push_back(
            {"verdicts_total", label("verdict", to_string(static_cast<Verdict>(verdict))) + ',' +
                                   label("published", published) + ',' + label("lane", lane)});
      }
    }
  }
  for (std::size_t change = 0; change < kClasses; ++change) {
    counters.push_back(
        {"changes_total", label("class", to_string(static_cast<ChangeClass>(change)))});
  }
  for (const std::string_view key : kKeys)
    counters.push_back({"identity_total", label("key", key)});
  for (const std::string_view guard : kGuards) {
    counters.push_back({"guard_total", label("guard", guard)});
  }
  for (const std::string_view limit : kLimits) {
    counters.push_back({"limits_total", label("limit", limit)});
  }
  for (const std::string_view what : kSettled) {
    counters.push_back({"settled_total", label("row", what)});
  }
  counters.push_back({"merges_total", ""});
  counters.push_back({"clock_ahead_total", ""});
  counters.push_back({"texts_pending_total", ""});
  counters.push_back({"stubs_missed_total", ""});
  return counters;
}

void Counts::verdict(Verdict verdict, bool published, news::Lane lane) {
  add(static_cast<std::size_t>(verdict) * 4 + (published ? 2 : 0) +
      (lane == news::Lane::Backfill ? 1 : 0));
}

void Counts::change(ChangeClass change) { add(kFirstClass + static_cast<std::size_t>(change)); }
void Counts::found(FoundBy key) { add(kFirstKey + static_cast<std::size_t>(key)); }
void Counts::guard(Guard guard) { add(kFirstGuard + static_cast<std::size_t>(guard)); }

void Counts::limit(Limit limit, std::uint64_t count) {
  if (count != 0) add(kFirstLimit + static_cast<std::size_t>(limit), count);
}

void Counts::merge() { add(kMerges); }
void Counts::clock_ahead() { add(kClockAhead); }
void Counts::text_pending() { add(kTextPending); }
void Counts::stub_missed() { add(kStubMissed); }
void Counts::settled(Settled what) { add(kFirstSettled + static_cast<std::size_t>(what)); }

void Counts::add(std::size_t counter, std::uint64_t count) {
  tally_.push_back({stream::CounterId{static_cast<std::uint32_t>(counter)}, count});
}

}  // namespace version
