#include "tests/unit/news/versions/convergence.h"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <tuple>

namespace news::versions {
namespace {

constexpr std::size_t kAllOrdersMax = 6;
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
std::vector<Seen> make_set(std::mt19937& random, unsigned cleaners) {
  const auto pick = [&](unsigned n) { return random() % n; };
  std::map<std::tuple<unsigned, unsigned, unsigned, unsigned>, Seen> shown;
  std::vector<Seen> set;
  const std::size_t size = 3 + pick(6);
  while (set.size() < size) {
    const unsigned time = pick(8), raw = pick(2), address = pick(2), cleaner = 1 + pick(cleaners);
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

// Texts 2 and 3 tell the same: a revision from one to the other is silent.
bool differ_silently(const Value& a, const Value& b) {
  const auto is_one = [](const Value& v) {
    return v.status == Status::Usable && v.content_hash.low >= 2 && v.content_hash.low <= 3;
  };
  return is_one(a) && is_one(b) && a.content_hash != b.content_hash && a.correction == b.correction;
}

Value shown_by(const Seen& seen) {
  if (seen.value.status == Status::Usable || seen.value.status == Status::Withheld) {
    return seen.value;
  }
  Value canceled;
  canceled.status = Status::Canceled;
  return canceled;
}

// One order of arrival, and what comes of it.
class Telling final {
 public:
  explicit Telling(const Judge& judge) : judge_(judge) {}

  Placement tell(const Seen& seen) {
    Placement placement = judge_(head, seen);
    const bool silent = placement.verdict == Verdict::Revised && shown && placement.publish &&
                        differ_silently(*shown, seen.value);
    if (silent) placement = silenced(placement, head);
    if (placement.publish) take(placement, seen);
    if (placement.write) head = placement.head;
    return placement;
  }

  HeadRow head;
  std::optional<Value> shown;  // by the last head record
  std::string wrong_number, wrong_text;
  bool ever_late = false;

 private:
  void take(const Placement& placement, const Seen& seen) {
    const bool repeats = placement.number == VersionNumber{n_, 0};
    if (!repeats && !labels_.insert(placement.number).second) {
      wrong_number = to_string(placement.number) + " was given before";
    }
    if (placement.historic) {
      ever_late = true;
      if (placement.number.head >= n_) wrong_number = "a late one above the head's number";
      return;
    }
    if (!repeats && placement.number.head != n_ + 1) wrong_number = "a gap in the numbers";
    if (repeats && placement.verdict == Verdict::Revised) wrong_number = "a number twice";
    n_ = placement.number.head;
    const auto runs = history(placement.head).runs;
    if (runs.empty()) return;
    const bool is_text = runs.back().value.status == Status::Usable;
    if (is_text && runs.back().value != shown_by(seen)) wrong_text = "a text not at hand";
    shown = is_text ? shown_by(seen) : runs.back().value;
  }

  const Judge& judge_;
  std::set<VersionNumber> labels_;
  std::uint32_t n_ = 0;
};

Telling tell_all(const Judge& judge, const std::vector<Seen>& order) {
  Telling telling(judge);
  for (const Seen& seen : order) telling.tell(seen);
  return telling;
}

// The whole story, for whoever must find out what went wrong.
std::string in_words(const Judge& judge, const std::vector<Seen>& order) {
  Telling telling(judge);
  std::string text = "\n";
  for (const Seen& seen : order) {
    const Sighting& s = seen.sighting;
    for (const std::uint64_t part :
         {std::uint64_t(s.fetched_at.value - kStart) / kMinute, std::uint64_t(s.raw_tag),
          std::uint64_t(s.address_tag), std::uint64_t(s.cleaner.output_revision),
          std::uint64_t(seen.value.status), seen.value.content_hash.low,
          std::uint64_t(seen.value.partial), std::uint64_t(seen.value.correction)}) {
      text += std::to_string(part) + ' ';
    }
    text += versions::in_words(telling.tell(seen)) + '\n';
  }
  return text;
}

HeadRow without_numbers(HeadRow row) {
  for (NumberedValue& value : row.values) value.first = value.last = std::nullopt;
  row.head_number = row.historic_count = 0;
  row.reverts.clear();
  row.text_pending = false;
  return row;
}

// Calls `take` with every order of a set, or with many of them, until it says that one is wrong.
template <class Take>
std::string try_orders(const std::vector<Seen>& set, std::mt19937& random, Take take) {
  std::vector<std::size_t> index(set.size());
  for (std::size_t i = 0; i < index.size(); ++i) index[i] = i;
  std::vector<Seen> order = set;
  const auto arrange = [&] {
    for (std::size_t i = 0; i < index.size(); ++i) order[i] = set[index[i]];
  };
  const bool all = set.size() <= kAllOrdersMax;
  for (std::size_t tried = 0; all || tried < kOrdersMax; ++tried) {
    if (!all) std::shuffle(index.begin(), index.end(), random);
    arrange();
    if (std::string wrong = take(order); !wrong.empty()) return wrong;
    if (all && !std::next_permutation(index.begin(), index.end())) break;
  }
  return "";
}

// Every order of every article, until one is wrong.
template <class Take>
std::string try_articles(Articles articles, Take take) {
  std::mt19937 random(articles.seed);
  for (int k = 0; k < articles.count; ++k) {
    const std::vector<Seen> set = make_set(random, 2);
    auto of_set = take(set);
    const std::string wrong = try_orders(set, random, of_set);
    if (!wrong.empty()) return "article " + std::to_string(k) + ": " + wrong;
  }
  return "";
}

std::vector<Value> history_of(const HeadRow& head) {
  std::vector<Value> values;
  for (const Run& run : history(head).runs) values.push_back(run.value);
  return values;
}

}  // namespace

std::string find_other_timeline(const Judge& judge, Articles articles) {
  return try_articles(articles, [&](const std::vector<Seen>&) {
    return [&judge, first = std::optional<HeadRow>()](const std::vector<Seen>& order) mutable {
      const HeadRow row = without_numbers(tell_all(judge, order).head);
      if (!first) first = row;
      return std::string(row == *first ? "" : "another timeline");
    };
  });
}

std::string find_other_history(const Judge& judge, Articles articles) {
  return try_articles(articles, [&](const std::vector<Seen>& set) {
    Model model;
    for (const Seen& seen : set) model.add(seen);
    return [&judge, expected = model.history()](const std::vector<Seen>& order) {
      const bool same = history_of(tell_all(judge, order).head) == expected;
      return std::string(same ? "" : "another history");
    };
  });
}

std::string find_other_record(const Judge& judge, Articles articles) {
  return try_articles(articles, [&](const std::vector<Seen>&) {
    return [&judge](const std::vector<Seen>& order) -> std::string {
      const Telling telling = tell_all(judge, order);
      if (!telling.wrong_text.empty()) return telling.wrong_text;
      const std::vector<Value> values = history_of(telling.head);
      if (values.empty() || telling.head.text_pending) return "";
      const Value head = values.back();
      if (!telling.shown) return head.status == Status::Usable ? "nothing was published" : "";
      const bool right = *telling.shown == head || differ_silently(*telling.shown, head);
      return right ? "" : "the last record shows another value" + in_words(judge, order);
    };
  });
}

std::string find_wrong_number(const Judge& judge, Articles articles) {
  return try_articles(articles, [&](const std::vector<Seen>&) {
    return [&judge](const std::vector<Seen>& order) { return tell_all(judge, order).wrong_number; };
  });
}

std::string find_second_change(const Judge& judge, Articles articles) {
  return try_articles(articles, [&](const std::vector<Seen>&) {
    return [&judge](const std::vector<Seen>& order) {
      Telling telling = tell_all(judge, order);
      const HeadRow once = telling.head;
      if (once.text_pending) return std::string();  // the second time brings the text
      for (const Seen& seen : order) telling.tell(seen);
      return std::string(telling.head == once ? "" : "the second time changes something");
    };
  });
}

std::string find_late_version(const Judge& judge, Articles articles) {
  std::mt19937 random(articles.seed);
  for (int k = 0; k < articles.count; ++k) {
    std::vector<Seen> set = make_set(random, 1);
    std::stable_sort(set.begin(), set.end(), [](const Seen& a, const Seen& b) {
      const auto key = [](const Seen& s) {
        return std::tie(s.sighting.fetched_at, s.value, s.sighting.raw_tag, s.sighting.address_tag);
      };
      return key(a) < key(b);
    });
    if (tell_all(judge, set).ever_late) return "article " + std::to_string(k) + " has a late one";
  }
  return "";
}

std::string find_other_head(const Judge& judge, Articles articles) {
  std::mt19937 random(articles.seed);
  for (int k = 0; k < articles.count; ++k) {
    // Too many values, or too many sightings of few.
    const unsigned texts = k % 2 == 0 ? 50 : 3;
    std::vector<Seen> set;
    for (int i = 0; i < 100; ++i) {
      set.push_back(see({.minute = static_cast<std::int64_t>(random() % 500),
                         .text = 1 + random() % texts,
                         .raw = static_cast<std::uint16_t>(random())}));
    }
    std::set<Value> heads;
    for (int order = 0; order < 5; ++order) {
      std::shuffle(set.begin(), set.end(), random);
      heads.insert(history_of(tell_all(judge, set).head).back());
    }
    if (heads.size() != 1) return "article " + std::to_string(k) + " has several heads";
  }
  return "";
}

}  // namespace news::versions
