// Judges with one rule broken, made from outside. A statement about convergence that holds for one
// of them says nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "tests/unit/news/versions/convergence.h"

namespace news::versions {
namespace {

using Statement = std::string (*)(const Judge&, Articles);

struct Broken {
  const char* name;
  Statement caught_by;
  Judge judge;
};

std::ostream& operator<<(std::ostream& out, const Broken& broken) { return out << broken.name; }

// The order of arrival counts, not that of fetching.
Placement by_arrival(const HeadRow& head, Seen seen) {
  if (!head.sightings.empty()) {
    seen.sighting.fetched_at.value = head.sightings.back().fetched_at.value + kMinute;
  }
  return place(head, seen);
}

// What changes nothing is not remembered.
Placement forgets_duplicates(const HeadRow& head, const Seen& seen) {
  Placement placement = place(head, seen);
  if (placement.verdict == Verdict::Duplicate) placement.head = head;
  return placement;
}

// What is older than the head is not remembered.
Placement forgets_the_past(const HeadRow& head, const Seen& seen) {
  Placement placement = place(head, seen);
  if (placement.verdict == Verdict::Older) placement.head = head;
  return placement;
}

// Of one crawl the last to arrive counts, not the newest cleaner's.
Placement any_cleaner(HeadRow head, const Seen& seen) {
  const std::size_t at = find_crawl(head, seen.sighting);
  if (at < head.sightings.size()) head.sightings[at].cleaner = {};
  return place(head, seen);
}

// Values stand in the order in which they were heard of.
Placement values_by_arrival(const HeadRow& head, const Seen& seen) {
  Placement placement = place(head, seen);
  HeadRow& row = placement.head;
  if (!placement.write || row.values.size() != head.values.size() + 1) return placement;
  const auto at = static_cast<std::size_t>(
      std::find_if(row.values.begin(), row.values.end(),
                   [&](const NumberedValue& v) { return v.value == seen.value; }) -
      row.values.begin());
  const auto begin = row.values.begin() + static_cast<std::ptrdiff_t>(at);
  std::rotate(begin, begin + 1, row.values.end());
  for (Sighting& s : row.sightings) {
    if (s.value == at) {
      s.value = static_cast<std::uint32_t>(row.values.size() - 1);
    } else if (s.value > at) {
      --s.value;
    }
  }
  return placement;
}

// A page gone at another address withdraws the article.
Placement any_address(const HeadRow& head, Seen seen) {
  seen.sighting.address_tag = 1;
  return place(head, seen);
}

// Ends of runs are not kept: what stands between two equal ones is taken for the same.
Placement whole_texts_only(const HeadRow& head, Seen seen) {
  seen.value.partial = false;
  return place(head, seen);
}

// The past is published as if it were the head.
Placement past_as_head(const HeadRow& head, const Seen& seen) {
  Placement placement = place(head, seen);
  if (!placement.historic) return placement;
  placement.historic = false;
  placement.number = {++placement.head.head_number, 0};
  return placement;
}

// A reverted text is no news.
Placement hides_reverts(const HeadRow& head, const Seen& seen) {
  Placement placement = place(head, seen);
  if (placement.verdict == Verdict::Reverted) placement.publish = false;
  return placement;
}

// The head's record is published with whatever text is at hand.
Placement never_waits(const HeadRow& head, const Seen& seen) {
  Placement placement = place(head, seen);
  if (!placement.pending) return placement;
  placement.pending = placement.head.text_pending = false;
  placement.publish = true;
  placement.number = {std::max<std::uint32_t>(1, placement.head.head_number), 0};
  placement.head.head_number = placement.number.head;
  return placement;
}

// It forgets that a text is still waited for.
Placement forgets_to_wait(const HeadRow& head, const Seen& seen) {
  Placement placement = place(head, seen);
  placement.head.text_pending = false;
  return placement;
}

Placement number_again(const HeadRow& head, const Seen& seen) {
  Placement placement = place(head, seen);
  if (placement.verdict == Verdict::Revised && placement.publish) {
    placement.number = {--placement.head.head_number, 0};
  }
  return placement;
}

Placement number_left_out(const HeadRow& head, const Seen& seen) {
  Placement placement = place(head, seen);
  if (placement.verdict == Verdict::Restored && placement.publish) {
    placement.number = {++placement.head.head_number, 0};
  }
  return placement;
}

Placement historic_again(const HeadRow& head, const Seen& seen) {
  Placement placement = place(head, seen);
  if (placement.historic) {
    placement.head.historic_count = 1;
    placement.number.historic = 1;
  }
  return placement;
}

// The same crawl again counts as another one.
Placement counts_resent(const HeadRow& head, Seen seen) {
  if (find_crawl(head, seen.sighting) < head.sightings.size()) seen.sighting.raw_tag += 100;
  return place(head, seen);
}

// What comes next is called late.
Placement late_when_in_order(const HeadRow& head, const Seen& seen) {
  Placement placement = place(head, seen);
  placement.historic = placement.verdict == Verdict::Revised;
  return placement;
}

// With no room left it is the newest that goes.
Placement forgets_the_head(const HeadRow& head, const Seen& seen) {
  Placement placement = place(head, seen);
  HeadRow& row = placement.head;
  if (row.sightings.size() < kSightingsMax && row.values.size() < kValuesMax) return placement;
  row.sightings.pop_back();
  return placement;
}

const Broken kBroken[] = {{"by_arrival", find_other_timeline, by_arrival},
                          {"forgets_duplicates", find_other_timeline, forgets_duplicates},
                          {"forgets_the_past", find_other_timeline, forgets_the_past},
                          {"any_cleaner", find_other_timeline, any_cleaner},
                          {"values_by_arrival", find_other_timeline, values_by_arrival},
                          {"history_by_arrival", find_other_history, by_arrival},
                          {"history_without_the_past", find_other_history, forgets_the_past},
                          {"history_of_any_cleaner", find_other_history, any_cleaner},
                          {"any_address", find_other_history, any_address},
                          {"whole_texts_only", find_other_history, whole_texts_only},
                          {"past_as_head", find_other_record, past_as_head},
                          {"hides_reverts", find_other_record, hides_reverts},
                          {"never_waits", find_other_record, never_waits},
                          {"forgets_to_wait", find_other_record, forgets_to_wait},
                          {"number_again", find_wrong_number, number_again},
                          {"number_left_out", find_wrong_number, number_left_out},
                          {"historic_again", find_wrong_number, historic_again},
                          {"counts_resent", find_second_change, counts_resent},
                          {"late_when_in_order", find_late_version, late_when_in_order},
                          {"forgets_the_head", find_other_head, forgets_the_head}};

class BrokenJudge : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenJudge, IsCaught) {
  const Broken& broken = GetParam();
  EXPECT_NE(broken.caught_by(broken.judge, {.seed = 20260302, .count = 10'000}), "");
}

INSTANTIATE_TEST_SUITE_P(Convergence, BrokenJudge, ::testing::ValuesIn(kBroken),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace news::versions
