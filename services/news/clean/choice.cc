#include "news/clean/choice.h"

#include <algorithm>

namespace news::clean {

namespace {

constexpr int kDisagree = 400;
constexpr std::int64_t kLeadWordsMin = 800, kLeadLineWordsMin = 2000;
constexpr std::size_t kLeadsMax = 4;

// Ties: regions keep what a reader would call the article, blocks need no markup to be right.
constexpr Extractor kOrder[] = {Extractor::Regions, Extractor::Blocks, Extractor::Scoring};

std::size_t index(Extractor extractor) { return static_cast<std::size_t>(extractor); }

std::int64_t words_of(const BlockList& list, const Body& body) {
  std::int64_t words = 0;
  for (const std::uint32_t i : body.kept) words += list.lines[i].words;
  return words;
}

bool is_title(const PageBlock& block) {
  return block.kind == BlockKind::Heading && block.level == 1;
}

// Both keep parts of one list: what they share is what both keep, counted by its words. That says
// what comparing their texts would, for equal text in two blocks is kept once by each.
int compare_bodies(const BlockList& list, const Body& a, const Body& b, std::int64_t all) {
  if (all == 0) return 0;
  std::int64_t both = 0;
  for (const std::uint32_t i : a.kept) {
    if (b.fates[i] == Fate::Kept) both += list.lines[i].words;
  }
  return static_cast<int>(2000 * both / all);
}

// A standfirst is a sentence or two; a name like "teaser" says nothing so near to the headline.
bool may_lead(const Line& line) {
  if (line.consent || line.readers || line.boilerplate || line.in_figure) return false;
  if (line.link_share > 300 || line.tag == LineTag::ListItem) return false;
  return line.words >= (line.end == Ending::Sentence ? kLeadWordsMin : kLeadLineWordsMin);
}

// The first sentences of many stories stand between the headline and the element with the rest.
void adopt_lead(const BlockList& list, Body& body) {
  if (body.empty()) return;
  std::uint32_t title = body.first;
  while (title > 0 && !is_title(list.blocks[title])) --title;
  if (!is_title(list.blocks[title])) return;
  std::vector<std::uint32_t> lead;
  for (std::uint32_t i = title + 1; i < body.first; ++i) {
    if (may_lead(list.lines[i])) lead.push_back(i);
  }
  if (lead.empty() || lead.size() > kLeadsMax) return;
  for (const std::uint32_t i : lead) body.fates[i] = Fate::Kept;
  body.kept.insert(body.kept.begin(), lead.begin(), lead.end());
}

}  // namespace

Body& BodyChooser::winning() {
  if (winner_ == Extractor::Regions) return regions_.body();
  return winner_ == Extractor::Scoring ? scoring_.body() : blocks_.body();
}

const Body& BodyChooser::body_of(Extractor extractor) const {
  switch (extractor) {
    case Extractor::Regions:
      return regions_.body();
    case Extractor::Scoring:
      return scoring_.body();
    case Extractor::Blocks:
      break;
  }
  return blocks_.body();
}

void BodyChooser::compare(const BlockList& list) {
  std::array<std::int64_t, kExtractors> words{};
  for (const Extractor a : kOrder) words[index(a)] = words_of(list, body_of(a));
  for (const Extractor a : kOrder) {
    for (const Extractor b : kOrder) {
      if (a >= b) continue;
      const int shared =
          compare_bodies(list, body_of(a), body_of(b), words[index(a)] + words[index(b)]);
      pairs_[index(a)][index(b)] = pairs_[index(b)][index(a)] = shared;
    }
  }
}

// The largest sum of agreements wins.
void BodyChooser::elect() {
  int best = -1;
  agreement_.reset();
  for (const Extractor a : kOrder) {
    if (!voters_.extractors[index(a)]) continue;
    int sum = 0, others = 0;
    for (const Extractor b : kOrder) {
      if (a == b || !voters_.extractors[index(b)]) continue;
      sum += agreement_of(a, b);
      ++others;
    }
    if (sum <= best) continue;
    best = sum;
    winner_ = a;
    if (others > 0) agreement_ = sum / others;
  }
}

const Body& BodyChooser::choose(const Page& page, const BlockList& list, std::string_view told) {
  pruner_.look_at(page, list);
  regions_.extract(page, list, pruner_);
  scoring_.extract(page, list, pruner_);
  blocks_.extract(list);
  compare(list);
  elect();
  witnessed_ = false;
  if (agreement_.value_or(1000) < kDisagree) {
    // Names of elements have misled at least one of them: blocks need none.
    if (voters_.extractors[index(Extractor::Blocks)]) winner_ = Extractor::Blocks;
    std::int64_t most = 0;
    for (const Extractor a : kOrder) most = std::max(most, words_of(list, body_of(a)));
    witnessed_ = voters_.witness && witness_.hear(list, told, most / 2);
    if (witnessed_) return witness_.body();
  }
  Body& body = winning();
  adopt_lead(list, body);
  return body;
}

Confidence confidence_of(int agreement) {
  if (agreement >= 900) return Confidence::High;
  return agreement >= 800 ? Confidence::Medium : Confidence::Low;
}

}  // namespace news::clean
