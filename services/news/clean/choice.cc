#include "news/clean/choice.h"

#include <algorithm>

namespace news::clean {

namespace {

constexpr int kDisagree = 400;
constexpr std::int64_t kLeadWordsMin = 500, kLeadLineWordsMin = 1500;
constexpr std::size_t kLeadsMax = 4;
// So much must have been told (hundredths of words) before another article can be another story.
constexpr std::int64_t kStoryWordsMin = 8000;

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

// A standfirst is a sentence or two, or one line of some length; a name like "teaser" says nothing
// so near to the headline.
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

// The blocks of the article element around one; empty: there is none.
BlockSpan article_around(const Page& page, const BlockList& list, std::uint32_t block) {
  NodeIndex n = list.blocks[block].node;
  while (n != 0 && page.nodes[n].tag != Tag::Article) n = page.nodes[n].parent;
  return n == 0 ? BlockSpan{} : list.spans[n];
}

void drop(std::uint32_t first, std::uint32_t end, Body& body) {
  for (std::uint32_t i = first; i < end; ++i) {
    if (body.fates[i] == Fate::Kept) body.fates[i] = Fate::After;
  }
}

void drop_unkept(Body& body) {
  std::erase_if(body.kept, [&](std::uint32_t i) { return body.fates[i] != Fate::Kept; });
}

// Sites append whole stories to a story, each an article with an h1 of its own. Articles inside the
// story's own are its parts.
void drop_other_stories(const Page& page, const BlockList& list, Body& body) {
  if (body.empty()) return;
  const BlockSpan story = article_around(page, list, body.kept.front());
  if (story.empty()) return;
  std::int64_t words = 0;
  for (const std::uint32_t i : body.kept) words += i < story.end ? list.lines[i].words : 0;
  if (words < kStoryWordsMin) return;
  for (std::uint32_t i = story.end; i <= body.kept.back(); ++i) {
    if (!is_title(list.blocks[i])) continue;
    const BlockSpan other = article_around(page, list, i);
    if (other.first < story.end) continue;
    drop(other.first, other.end, body);
    i = std::max(i, other.end - 1);
  }
  drop_unkept(body);
}

bool stands_apart(const Line& line) {
  return line.consent || line.boilerplate || line.in_figure || line.link_share > 500;
}

// What stood before the first update stays; then come all updates, and nothing behind them.
void take_updates(const BlockList& list, std::span<const Update> updates, Body& body) {
  const auto count = static_cast<std::uint32_t>(list.blocks.size());
  drop(updates.front().first, count, body);
  drop_unkept(body);
  for (const Update& update : updates) {
    for (std::uint32_t i = update.first; i < update.end; ++i) {
      if (i >= update.head && stands_apart(list.lines[i])) continue;
      body.fates[i] = Fate::Kept;
      body.kept.push_back(i);
    }
  }
  body.first = std::min(body.first, updates.front().first);
  body.end = updates.back().end;
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

const Body& BodyChooser::choose(const Page& page, const BlockList& list, std::string_view told,
                                std::span<const Update> updates) {
  pruner_.look_at(page, list);
  regions_.extract(page, list, pruner_);
  scoring_.extract(page, list, pruner_);
  blocks_.extract(list);
  compare(list);
  elect();
  witnessed_ = false;
  if (!updates.empty()) {
    take_updates(list, updates, winning());
    return winning();
  }
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
  drop_other_stories(page, list, body);
  return body;
}

Confidence confidence_of(int agreement) {
  if (agreement >= 900) return Confidence::High;
  return agreement >= 800 ? Confidence::Medium : Confidence::Low;
}

}  // namespace news::clean
