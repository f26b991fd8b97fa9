#include "news/versions/diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "news/versions/normal.h"

namespace news::versions {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

using Sentences = std::vector<SentenceFeature>;

// Which sentence became which: an index into the other text, or kNone.
struct Pairs {
  std::vector<std::size_t> to_after, to_before;
  std::vector<bool> edited;  // by index in the new text: paired, but not equal
  std::vector<bool> moved;   // by index in the new text: equal, but out of order

  bool is_free_before(std::size_t i) const { return to_after[i] == kNone; }
  bool is_free_after(std::size_t i) const { return to_before[i] == kNone; }

  void join(std::size_t before, std::size_t after) {
    to_after[before] = after;
    to_before[after] = before;
  }
};

// Equal beginnings and endings, which are nearly everything in most changes.
void match_ends(const Sentences& before, const Sentences& after, Pairs& pairs) {
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  for (; head < shorter && before[head].fold == after[head].fold; ++head) pairs.join(head, head);
  for (std::size_t tail = 1; tail <= shorter - head; ++tail) {
    const std::size_t b = before.size() - tail, a = after.size() - tail;
    if (before[b].fold != after[a].fold) break;
    pairs.join(b, a);
  }
}

// Each remaining sentence with the first free equal one of the other text.
void match_rest(const Sentences& before, const Sentences& after, Pairs& pairs) {
  std::unordered_map<std::uint32_t, std::vector<std::size_t>> places;  // looked up only
  for (std::size_t b = before.size(); b-- > 0;) {
    if (pairs.is_free_before(b)) places[before[b].fold].push_back(b);
  }
  for (std::size_t a = 0; a < after.size(); ++a) {
    if (!pairs.is_free_after(a)) continue;
    const auto found = places.find(after[a].fold);
    if (found == places.end() || found->second.empty()) continue;
    pairs.join(found->second.back(), a);
    found->second.pop_back();
  }
}

// Of the equal pairs, the longest series in order stays; what is not in it has moved.
void find_moved(Pairs& pairs) {
  std::vector<std::size_t> ends;  // of the best series of each length ...
  std::vector<std::size_t> previous(pairs.to_before.size(), kNone);  // ... and the way back
  for (std::size_t a = 0; a < pairs.to_before.size(); ++a) {
    if (pairs.is_free_after(a)) continue;
    const auto at =
        std::lower_bound(ends.begin(), ends.end(), pairs.to_before[a],
                         [&](std::size_t end, std::size_t b) { return pairs.to_before[end] < b; });
    if (at != ends.begin()) previous[a] = *(at - 1);
    if (at == ends.end()) {
      ends.push_back(a);
    } else {
      *at = a;
    }
  }
  std::vector<bool> in_series(pairs.to_before.size(), false);
  for (std::size_t a = ends.empty() ? kNone : ends.back(); a != kNone; a = previous[a]) {
    in_series[a] = true;
  }
  for (std::size_t a = 0; a < pairs.to_before.size(); ++a) {
    pairs.moved[a] = !pairs.is_free_after(a) && !in_series[a];
  }
}

int minima_agreed(const SentenceFeature& a, const SentenceFeature& b) {
  int agreed = 0;
  for (int lane = 0; lane < 8; ++lane) agreed += ((a.sketch ^ b.sketch) >> (4 * lane) & 15) == 0;
  return agreed;
}

bool is_edit(const SentenceFeature& a, const SentenceFeature& b, int agreed) {
  const int shorter = std::min(a.words, b.words), longer = std::max(a.words, b.words);
  return agreed >= kEditMinimaMin && shorter * 100 >= longer * kEditWordsPercentMin;
}

std::size_t distance(std::size_t a, std::size_t b) { return a > b ? a - b : b - a; }

// The most equal pairs first, then the nearest, then those of the lowest index.
void find_edited(const Sentences& before, const Sentences& after, Pairs& pairs) {
  std::vector<std::tuple<int, std::size_t, std::size_t, std::size_t>> found;
  for (std::size_t a = 0; a < after.size(); ++a) {
    if (!pairs.is_free_after(a)) continue;
    for (std::size_t b = 0; b < before.size(); ++b) {
      if (!pairs.is_free_before(b)) continue;
      const int agreed = minima_agreed(before[b], after[a]);
      if (is_edit(before[b], after[a], agreed)) found.emplace_back(-agreed, distance(a, b), a, b);
    }
  }
  std::sort(found.begin(), found.end());
  for (const auto& [agreed, apart, a, b] : found) {
    if (!pairs.is_free_after(a) || !pairs.is_free_before(b)) continue;
    pairs.join(b, a);
    pairs.edited[a] = true;
  }
}

Pairs pair_up(const Sentences& before, const Sentences& after) {
  Pairs pairs;
  pairs.to_after.assign(before.size(), kNone);
  pairs.to_before.assign(after.size(), kNone);
  pairs.edited.assign(after.size(), false);
  pairs.moved.assign(after.size(), false);
  match_ends(before, after, pairs);
  match_rest(before, after, pairs);
  find_moved(pairs);
  find_edited(before, after, pairs);
  return pairs;
}

// Where a sentence stands, counted from 1 as people do.
struct Place {
  std::uint32_t paragraph = 1, sentence = 1;
  std::size_t first = 0, end = 0;  // its paragraph's sentences
};

Place place_of(const TextFeatures& text, std::size_t sentence) {
  const auto& starts = text.paragraph_starts;
  const auto next = std::upper_bound(starts.begin(), starts.end(), sentence);
  Place place;
  place.end = next == starts.end() ? text.sentences.size() : *next;
  if (next != starts.begin()) {
    place.paragraph = static_cast<std::uint32_t>(next - starts.begin());
    place.first = *(next - 1);
  }
  place.sentence = static_cast<std::uint32_t>(sentence - place.first + 1);
  return place;
}

// Tells operations in the order of the new text, then what is gone in the order of the old one. A
// paragraph that came or went as a whole is one operation.
class Operations final {
 public:
  explicit Operations(Difference& out) : out_(out) {}
  Operations(const Operations&) = delete;
  Operations& operator=(const Operations&) = delete;

  void tell(Operation operation) {
    if (out_.operations.size() < kOperationsMax) {
      out_.operations.push_back(operation);
    } else {
      out_.more = true;
    }
  }

  // Sentences of `text` of which `is` is true; returns how many.
  template <class Is>
  std::uint32_t tell_all(OperationKind kind, const TextFeatures& text, const Is& is) {
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < text.sentences.size(); ++i) {
      if (!is(i)) continue;
      const Place place = place_of(text, i);
      bool whole = i == place.first;
      for (std::size_t k = place.first; whole && k < place.end; ++k) whole = is(k);
      Operation operation{
          .kind = kind, .paragraph = place.paragraph, .sentence = {}, .facts = false};
      if (whole) {
        count += static_cast<std::uint32_t>(place.end - i);
        i = place.end - 1;
      } else {
        operation.sentence = place.sentence;
        ++count;
      }
      tell(operation);
    }
    return count;
  }

 private:
  Difference& out_;
};

struct Counts {
  std::uint32_t kept_words = 0;
  bool facts = false;
};

Counts tell_changes(const TextFeatures& before, const TextFeatures& after, const Pairs& pairs,
                    Difference& out) {
  Counts counts;
  Operations operations(out);
  for (std::size_t a = 0; a < after.sentences.size(); ++a) {
    if (pairs.is_free_after(a)) continue;
    const SentenceFeature& now = after.sentences[a];
    const SentenceFeature& then = before.sentences[pairs.to_before[a]];
    counts.kept_words += std::min(now.words, then.words);
    const Place place = place_of(after, a);
    if (pairs.edited[a]) {
      const bool facts = now.facts != then.facts;
      counts.facts |= facts;
      ++out.edited;
      operations.tell({OperationKind::Edited, place.paragraph, place.sentence, facts});
    } else if (pairs.moved[a]) {
      ++out.moved;
      operations.tell({OperationKind::Moved, place.paragraph, place.sentence, false});
    } else {
      ++out.kept;
    }
  }
  out.added = operations.tell_all(OperationKind::Added, after,
                                  [&](std::size_t i) { return pairs.is_free_after(i); });
  out.removed = operations.tell_all(OperationKind::Removed, before,
                                    [&](std::size_t i) { return pairs.is_free_before(i); });
  return counts;
}

// Words of sentences that are described; the others cannot be compared.
std::uint32_t described_words(const TextFeatures& text) {
  std::uint32_t words = 0;
  for (const SentenceFeature& sentence : text.sentences) words += sentence.words;
  return words;
}

bool is_cut(const TextFeatures& text) { return text.sentences.size() >= kSentencesMax; }

ChangeClass class_of(const TextFeatures& before, const TextFeatures& after, const Difference& diff,
                     const Counts& counts) {
  const bool only_headline = diff.added + diff.removed + diff.edited + diff.moved == 0;
  if (only_headline && before.headline_fold != after.headline_fold) return ChangeClass::Headline;
  const std::uint32_t longer = std::max(described_words(before), described_words(after));
  if (counts.kept_words * 100 < longer * kRewritePercent) return ChangeClass::Rewrite;
  if (counts.facts) return ChangeClass::Factual;
  if (diff.edited == 0 && diff.added != 0 && diff.removed == 0) return ChangeClass::Addition;
  if (diff.edited == 0 && diff.removed != 0 && diff.added == 0) return ChangeClass::Removal;
  if (diff.edited + diff.added + diff.removed != 0) return ChangeClass::Edit;
  // What stands behind the last described sentence may be anything.
  return is_cut(before) || is_cut(after) ? ChangeClass::Edit : ChangeClass::Cosmetic;
}

std::vector<std::uint32_t> changed(const TextFeatures& before, const TextFeatures& after,
                                   const Pairs& pairs) {
  std::vector<std::uint32_t> folds;
  std::set<std::uint32_t> seen;
  const auto add = [&](std::uint32_t fold) {
    if (seen.insert(fold).second) folds.push_back(fold);
  };
  for (std::size_t a = 0; a < after.sentences.size(); ++a) {
    if (pairs.is_free_after(a) || pairs.edited[a]) add(after.sentences[a].fold);
  }
  for (std::size_t b = 0; b < before.sentences.size(); ++b) {
    if (pairs.is_free_before(b) || pairs.edited[pairs.to_after[b]]) add(before.sentences[b].fold);
  }
  return folds;
}

bool only_boilerplate(const std::vector<std::uint32_t>& folds, const IsBoilerplate& is) {
  return !folds.empty() && std::all_of(folds.begin(), folds.end(), is);
}

}  // namespace

std::vector<std::uint32_t> changed_folds(const TextFeatures& before, const TextFeatures& after) {
  return changed(before, after, pair_up(before.sentences, after.sentences));
}

Difference describe(const std::optional<Telling>& before, const Telling& after,
                    const IsBoilerplate& is_boilerplate) {
  Difference diff;
  diff.words_after = after.text.words;
  if (!before) {
    diff.change = ChangeClass::Edit;
    return diff;
  }
  diff.words_before = before->text.words;
  const Pairs pairs = pair_up(before->text.sentences, after.text.sentences);
  const Counts counts = tell_changes(before->text, after.text, pairs, diff);
  if (after.correction && !before->correction) {
    diff.change = ChangeClass::Correction;
  } else if (before->text.content_hash == after.text.content_hash) {
    diff.change = ChangeClass::None;
  } else if (before->text.headline_fold == after.text.headline_fold &&
             only_boilerplate(changed(before->text, after.text, pairs), is_boilerplate)) {
    diff.change = ChangeClass::Boilerplate;
  } else {
    diff.change = class_of(before->text, after.text, diff, counts);
  }
  return diff;
}

std::uint32_t known_percent(const TextFeatures& known, const TextFeatures& text) {
  std::unordered_set<std::uint32_t> folds;  // looked up only
  for (const SentenceFeature& sentence : known.sentences) folds.insert(sentence.fold);
  std::uint32_t all = 0, found = 0;
  for (const SentenceFeature& sentence : text.sentences) {
    all += sentence.words;
    if (folds.contains(sentence.fold)) found += sentence.words;
  }
  return all == 0 ? 0 : found * 100 / all;
}

}  // namespace news::versions
