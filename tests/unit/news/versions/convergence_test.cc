// The judge against a model: whatever the order of arrival, the same sightings end in the same
// timeline, the same history, and a last record that shows the head.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "tests/unit/news/versions/sightings.h"

namespace news::versions {
namespace {

constexpr int kSets = 4000;
constexpr std::size_t kOrdersMax = 200;

// The model: a set of crawls, and the history read off it step by step with lists, without runs,
// indexes or anything else that the judge has.
class Model final {
 public:
  void add(const Seen& seen) {
    const Sighting& s = seen.sighting;
    const Crawl crawl{s.fetched_at, s.raw_tag, s.address_tag};
    const auto at = crawls_.find(crawl);
    if (at == crawls_.end() || at->second.sighting.cleaner < s.cleaner) crawls_[crawl] = seen;
  }

  std::vector<Value> history() const {
    std::vector<Seen> list = in_order();
    drop_dead_addresses(list);
    drop_partial(list);
    drop_short_absences(list);
    std::vector<std::vector<Seen>> runs;
    for (const Seen& seen : list) {
      if (runs.empty() || !joins(runs.back(), seen)) runs.emplace_back();
      runs.back().push_back(seen);
    }
    std::vector<Value> values;
    for (const auto& run : runs) values.push_back(shown(run.back().value));
    return values;
  }

 private:
  using Crawl = std::tuple<Timestamp, std::uint16_t, std::uint16_t>;

  static bool absent(const Seen& s) {
    return s.value.status == Status::Missing || s.value.status == Status::Gone;
  }
  static bool usable(const Seen& s) { return s.value.status == Status::Usable; }

  static Value shown(Value value) {
    if (value.status == Status::Usable || value.status == Status::Withheld) return value;
    Value canceled;
    canceled.status = Status::Canceled;
    return canceled;
  }

  std::vector<Seen> in_order() const {
    std::vector<Seen> list;
    for (const auto& [crawl, seen] : crawls_) list.push_back(seen);
    std::stable_sort(list.begin(), list.end(), [](const Seen& a, const Seen& b) {
      if (a.sighting.fetched_at != b.sighting.fetched_at) {
        return a.sighting.fetched_at < b.sighting.fetched_at;
      }
      return a.value < b.value;  // crawls_ is sorted by tags already
    });
    return list;
  }

  static void drop_dead_addresses(std::vector<Seen>& list) {
    std::vector<Seen> kept;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Seen* before = nullptr;
      for (std::size_t k = 0; k < i; ++k) {
        if (usable(list[k])) before = &list[k];
      }
      const bool elsewhere = before && before->sighting.address_tag != list[i].sighting.address_tag;
      if (!absent(list[i]) || !elsewhere) kept.push_back(list[i]);
    }
    list = kept;
  }

  static void drop_partial(std::vector<Seen>& list) {
    bool whole = false;
    for (const Seen& s : list) whole |= usable(s) && !s.value.partial;
    if (whole) std::erase_if(list, [](const Seen& s) { return s.value.partial; });
  }

  static void drop_short_absences(std::vector<Seen>& list) {
    std::vector<Seen> kept;
    while (!list.empty()) {
      const auto other = std::find_if(list.begin(), list.end(),
                                      [&](const Seen& s) { return s.value != list.front().value; });
      const auto span =
          (other - 1)->sighting.fetched_at.value - list.front().sighting.fetched_at.value;
      if (list.front().value.status != Status::Missing || span >= 3'600'000) {
        kept.insert(kept.end(), list.begin(), other);
      }
      list.erase(list.begin(), other);
    }
    list = kept;
  }

  static bool joins(const std::vector<Seen>& run, const Seen& seen) {
    const Value last = shown(run.back().value), next = shown(seen.value);
    if (last == next) return true;
    if (!usable(run.back()) || !usable(seen) || last.correction != next.correction) return false;
    const auto same = std::find_if(run.rbegin(), run.rend(), [&](const Seen& s) {
      return s.sighting.cleaner == seen.sighting.cleaner;
    });
    return same == run.rend() || same->value == seen.value;
  }

  std::map<Crawl, Seen> crawls_;
};

// Candidates of one article: few times, tags and texts, so that everything meets everything. What
// a crawl shows follows from the crawl and the cleaner alone.
std::vector<Seen> make_set(std::mt19937& random, bool one_cleaner) {
  const auto pick = [&](unsigned n) { return random() % n; };
  std::map<std::tuple<unsigned, unsigned, unsigned, unsigned>, Seen> shown;
  std::vector<Seen> set;
  const std::size_t size = 3 + pick(6);
  while (set.size() < size) {
    const unsigned time = pick(8), raw = pick(2), address = pick(2);
    const unsigned cleaner = one_cleaner ? 1 : 1 + pick(2);
    constexpr Status kStatuses[] = {Status::Usable,  Status::Usable,   Status::Usable,
                                    Status::Usable,  Status::Withheld, Status::Canceled,
                                    Status::Deleted, Status::Gone,     Status::Missing};
    Sight sight{.minute = time * 25,
                .text = 1 + pick(3),
                .status = kStatuses[pick(9)],
                .raw = static_cast<std::uint16_t>(1 + raw),
                .address = static_cast<std::uint16_t>(1 + address),
                .cleaner = cleaner,
                .partial = pick(100) < 15,
                .correction = pick(100) < 10};
    const auto [at, added] = shown.try_emplace({time, raw, address, cleaner}, see(sight));
    set.push_back(at->second);
  }
  return set;
}

// The whole story, for whoever must find out what went wrong.
std::string in_words(const std::vector<Seen>& order) {
  std::string text;
  HeadRow head;
  for (const Seen& seen : order) {
    const Placement placement = place(head, seen);
    const Sighting& s = seen.sighting;
    for (const std::uint64_t part :
         {std::uint64_t(s.fetched_at.value - kStart) / kMinute, std::uint64_t(s.raw_tag),
          std::uint64_t(s.address_tag), std::uint64_t(s.cleaner.output_revision),
          std::uint64_t(seen.value.status), seen.value.content_hash.low,
          std::uint64_t(seen.value.partial), std::uint64_t(seen.value.correction)}) {
      text += ' ' + std::to_string(part);
    }
    text +=
        ": " + versions::in_words(placement) + (placement.head.text_pending ? " waits\n" : "\n");
    if (placement.write) head = placement.head;
  }
  return '\n' + text;
}

HeadRow without_numbers(HeadRow row) {
  for (NumberedValue& value : row.values) value.first = value.last = std::nullopt;
  row.head_number = row.historic_count = 0;
  row.reverts.clear();
  row.text_pending = false;
  return row;
}

struct Outcome {
  HeadRow head;
  std::optional<Value> shown;  // by the last head record
  bool ever_late = false;
};

Value shown_by(const Seen& seen) {
  if (seen.value.status == Status::Usable || seen.value.status == Status::Withheld) {
    return seen.value;
  }
  Value canceled;
  canceled.status = Status::Canceled;
  return canceled;
}

Outcome run(const std::vector<Seen>& order) {
  Outcome outcome;
  std::set<VersionNumber> labels;
  std::uint32_t n = 0;
  for (const Seen& seen : order) {
    const Placement placement = place(outcome.head, seen);
    if (placement.publish) {
      const bool repeats = placement.number == VersionNumber{n, 0};
      if (repeats) {
        EXPECT_TRUE(placement.verdict == Verdict::Recleaned ||
                    placement.verdict == Verdict::Reverted || seen.value.status == Status::Usable);
      } else {
        EXPECT_TRUE(labels.insert(placement.number).second) << to_string(placement.number);
      }
      if (placement.historic) {
        EXPECT_LT(placement.number.head, n);
        outcome.ever_late = true;
      } else {
        EXPECT_TRUE(repeats || placement.number.head == n + 1) << "a gap in the numbers";
        n = placement.number.head;
        const auto runs = history(placement.head).runs;
        outcome.shown = runs.back().value;
        if (runs.back().value.status == Status::Usable) {
          EXPECT_EQ(runs.back().value, shown_by(seen)) << "a text that was not at hand";
        }
      }
    }
    if (placement.write) outcome.head = placement.head;
  }
  return outcome;
}

std::vector<std::vector<Seen>> orders_of(std::vector<Seen> set, std::mt19937& random) {
  std::vector<std::vector<Seen>> orders;
  std::vector<std::size_t> index(set.size());
  for (std::size_t i = 0; i < index.size(); ++i) index[i] = i;
  const auto add = [&] {
    std::vector<Seen> order;
    for (const std::size_t i : index) order.push_back(set[i]);
    orders.push_back(order);
  };
  if (set.size() <= 5) {
    do add();
    while (std::next_permutation(index.begin(), index.end()));
  } else {
    for (std::size_t i = 0; i < kOrdersMax; ++i) {
      std::shuffle(index.begin(), index.end(), random);
      add();
    }
  }
  return orders;
}

TEST(Convergence, EveryOrderOfArrivalEndsInTheSameTimelineAndHistory) {
  std::mt19937 random(20260302);
  for (int k = 0; k < kSets && !::testing::Test::HasFailure(); ++k) {
    const std::vector<Seen> set = make_set(random, false);
    Model model;
    for (const Seen& seen : set) model.add(seen);
    const std::vector<Value> expected = model.history();
    std::optional<HeadRow> first;
    for (const std::vector<Seen>& order : orders_of(set, random)) {
      const Outcome outcome = run(order);
      const HeadRow row = without_numbers(outcome.head);
      if (!first) first = row;
      ASSERT_EQ(row, *first) << "set " << k;
      std::vector<Value> values;
      for (const auto& r : history(outcome.head).runs) values.push_back(r.value);
      ASSERT_EQ(values, expected) << "set " << k;
    }
  }
}

TEST(Convergence, TheLastHeadRecordShowsTheHeadOrWaitsForItsText) {
  std::mt19937 random(31);
  for (int k = 0; k < kSets && !::testing::Test::HasFailure(); ++k) {
    const std::vector<Seen> set = make_set(random, false);
    for (const std::vector<Seen>& order : orders_of(set, random)) {
      const Outcome outcome = run(order);
      const auto runs = history(outcome.head).runs;
      if (runs.empty() || outcome.head.text_pending) continue;
      const Value head = runs.back().value;
      if (!outcome.shown) {
        EXPECT_NE(head.status, Status::Usable) << "set " << k;
      } else {
        ASSERT_EQ(*outcome.shown, head) << "set " << k << in_words(order);
      }
    }
  }
}

TEST(Convergence, EverythingASecondTimeChangesNothing) {
  std::mt19937 random(77);
  for (int k = 0; k < kSets; ++k) {
    std::vector<Seen> set = make_set(random, false);
    std::shuffle(set.begin(), set.end(), random);
    Outcome outcome = run(set);
    if (outcome.head.text_pending) continue;  // the second time brings the text
    for (const Seen& seen : set) {
      const Placement again = place(outcome.head, seen);
      ASSERT_EQ(again.verdict, Verdict::Resent) << "set " << k;
      ASSERT_EQ(again.head, outcome.head) << "set " << k;
    }
  }
}

TEST(Convergence, InOrderOfFetchingAndOneCleanerNothingIsLate) {
  std::mt19937 random(5);
  for (int k = 0; k < kSets; ++k) {
    std::vector<Seen> set = make_set(random, true);
    std::stable_sort(set.begin(), set.end(), [](const Seen& a, const Seen& b) {
      const auto key = [](const Seen& s) {
        return std::tie(s.sighting.fetched_at, s.value, s.sighting.raw_tag, s.sighting.address_tag);
      };
      return key(a) < key(b);
    });
    ASSERT_FALSE(run(set).ever_late) << "set " << k;
  }
}

TEST(Convergence, PastTheBoundsTheHeadIsStillTheSame) {
  std::mt19937 random(11);
  for (int k = 0; k < 20; ++k) {
    std::vector<Seen> set;
    for (int i = 0; i < 100; ++i) {
      set.push_back(see({.minute = static_cast<std::int64_t>(random() % 500),
                         .text = 1 + random() % 50,
                         .raw = static_cast<std::uint16_t>(random())}));
    }
    std::set<Value> heads;
    for (int order = 0; order < 5; ++order) {
      std::shuffle(set.begin(), set.end(), random);
      heads.insert(history(run(set).head).runs.back().value);
    }
    EXPECT_EQ(heads.size(), 1u) << "set " << k;
  }
}

}  // namespace
}  // namespace news::versions
