// version/counters.h
//
// What the stage counts, as indexes into its list of counters. Constant tables, any thread.
// Must not know: the metrics registry, records, rows.
#pragma once

#include <vector>

#include "news/model.h"
#include "stream/stage.h"

namespace version {

// The strongest key by which the article was found. None: it is a new one.
enum class FoundBy : std::uint8_t { Guid, Canonical, Fetched, Other, Content, Title, Id, None };
enum class Guard : std::uint8_t { CanonicalHome, KeyFlood, TextFlood };
enum class Limit : std::uint8_t { Sightings, Values, Aliases, Sentences, Merges };
// What the calendar has forgotten. Later: the row was written since, so it was filed again.
enum class Settled : std::uint8_t { Text, Head, Line, Flood, Later };

std::vector<stream::CounterSpec> make_counters();

// Collects what one record is counted under.
class Counts final {
 public:
  Counts() = default;
  Counts(const Counts&) = delete;
  Counts& operator=(const Counts&) = delete;

  void verdict(news::Verdict verdict, bool published, news::Lane lane);
  void change(news::ChangeClass change);
  void found(FoundBy key);
  void guard(Guard guard);
  void limit(Limit limit, std::uint64_t count);
  void merge();
  void clock_ahead();
  void text_pending();
  // An aged article of which the page shows no key any more that its id is made of: a new one.
  void stub_missed();
  void settled(Settled what);

  std::vector<stream::Tally> take() { return std::move(tally_); }

 private:
  void add(std::size_t counter, std::uint64_t count = 1);

  std::vector<stream::Tally> tally_;
};

}  // namespace version
