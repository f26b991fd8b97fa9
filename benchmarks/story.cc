#include "benchmarks/story.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <string_view>
#include <utility>

#include "benchmarks/draw.h"
#include "benchmarks/vocabulary.h"

namespace benchmarks {
namespace {

// The words of bodies at 0, 1, 5, 10, 20 ... 90, 95, 99, 100 per cent: log-normal.
struct Quantile {
  std::uint32_t per_mille, words;
};
constexpr std::array<Quantile, 15> kWords{{{0, 60},
                                           {10, 72},
                                           {50, 119},
                                           {100, 156},
                                           {200, 217},
                                           {300, 275},
                                           {400, 337},
                                           {500, 407},
                                           {600, 492},
                                           {700, 602},
                                           {800, 763},
                                           {900, 1060},
                                           {950, 1391},
                                           {990, 2313},
                                           {1000, 3000}}};

constexpr std::uint32_t kSentenceWords = 18;
constexpr std::uint32_t kParagraphWords = 40;

void add_word(std::string& text, std::string_view word) {
  if (!text.empty()) text += ' ';
  text += word;
}

// "the quiet harbour opened the museum in Tessaly": 6 to 10 words.
void add_clause(std::string& text, Draw& draw) {
  add_word(text, "the");
  add_word(text, draw.pick(adjectives()));
  add_word(text, draw.pick(nouns()));
  add_word(text, draw.pick(verbs()));
  add_word(text, draw.below(3) == 0 ? std::to_string(2 + draw.below(900)) + " of the" : "the");
  if (draw.below(2) == 0) add_word(text, draw.pick(adjectives()));
  add_word(text, draw.pick(nouns()));
  if (draw.below(3) == 0) {
    add_word(text, draw.below(2) == 0 ? "in" : "near");
    add_word(text, draw.pick(places()));
  }
}

std::uint32_t count_spaces(std::string_view text) {
  std::uint32_t count = 0;
  for (const char c : text) count += c == ' ' ? 1 : 0;
  return count;
}

void capitalize(std::string& text) {
  text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
}

std::string make_paragraph(std::uint64_t seed, std::uint32_t words) {
  Draw draw(seed);
  std::string text;
  std::uint32_t written = 0;
  while (written < words) {
    const std::uint32_t length =
        8 + static_cast<std::uint32_t>(draw.below(2 * kSentenceWords - 16));
    const std::string sentence = make_sentence(draw.number(), length);
    written += count_spaces(sentence) + 1;
    add_word(text, sentence);
  }
  return text;
}

std::vector<std::string> make_body(std::uint64_t seed, std::uint32_t words) {
  std::vector<std::string> paragraphs;
  for (std::uint32_t written = 0; written < words;) {
    const std::uint32_t wanted = std::min(kParagraphWords, words - written);
    paragraphs.push_back(make_paragraph(seed + paragraphs.size() + 1, wanted));
    written += count_spaces(paragraphs.back()) + 1;
  }
  return paragraphs;
}

// Replaces the word that begins at or after a drawn place by another of its length's choice.
void change_word(std::string& text, std::string_view word, std::uint64_t drawn) {
  std::size_t begin = text.find(' ', drawn % (text.size() / 2 + 1));
  if (begin == std::string::npos) begin = 0;
  const std::size_t end = text.find_first_of(" .,", begin + 1);
  text.replace(begin, end - begin, " " + std::string(word));
}

void apply(const StoryEdit& edit, Story& story) {
  Draw draw(edit.salt);
  std::vector<std::string>& all = story.paragraphs;
  const std::size_t where = draw.below(all.size());
  std::string& paragraph = all[where];
  switch (edit.kind) {
    case EditKind::Addition:
      all.insert(all.begin() + static_cast<std::ptrdiff_t>(where) + 1,
                 make_paragraph(draw.number(), kParagraphWords / 2));
      break;
    case EditKind::Edit:
      change_word(paragraph, draw.pick(verbs()), draw.number());
      break;
    case EditKind::Factual:
      change_word(paragraph, std::to_string(1000 + draw.below(9000)), draw.number());
      break;
    case EditKind::Headline:
      story.headline = make_headline(draw.number());
      break;
    case EditKind::Removal:
      if (all.size() > 2) all.erase(all.begin() + static_cast<std::ptrdiff_t>(where));
      break;
    case EditKind::Cosmetic:
      for (char& c : paragraph) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      break;
    case EditKind::Rewrite:
      all = make_body(draw.number(), static_cast<std::uint32_t>(all.size()) * kParagraphWords);
      break;
    case EditKind::Correction:
      change_word(paragraph, std::to_string(1000 + draw.below(9000)), draw.number());
      all.push_back("CORRECTION: An earlier version of this story gave another number for the " +
                    std::string(draw.pick(nouns())) + ".");
      break;
    case EditKind::Silent:
      break;
  }
}

}  // namespace

std::string make_sentence(std::uint64_t seed, std::uint32_t count) {
  Draw draw(seed);
  std::string text;
  if (draw.below(3) == 0) add_word(text, draw.pick(openings()));
  add_clause(text, draw);
  while (count_spaces(text) + 1 < count) {
    text += draw.pick(links());
    add_clause(text, draw);
  }
  capitalize(text);
  text += '.';
  return text;
}

std::string make_headline(std::uint64_t seed) {
  Draw draw(seed);
  std::string text(draw.pick(places()));
  for (const Words& words : {nouns(), verbs(), adjectives(), nouns()}) {
    add_word(text, draw.pick(words));
  }
  add_word(text, "after");
  add_word(text, draw.pick(adjectives()));
  add_word(text, draw.pick(nouns()));
  return text;
}

std::uint32_t words_for(std::uint64_t drawn) {
  const auto per_mille = static_cast<std::uint32_t>(drawn % 1000);
  std::size_t at = 1;
  while (kWords[at].per_mille <= per_mille) ++at;
  const Quantile &low = kWords[at - 1], &high = kWords[at];
  return low.words +
         (high.words - low.words) * (per_mille - low.per_mille) / (high.per_mille - low.per_mille);
}

Story make_story(const StorySeed& seed) {
  Draw draw(seed.seed);
  Story story;
  story.headline = make_headline(draw.number());
  story.author = std::string(draw.pick(first_names())) + " " + std::string(draw.pick(last_names()));
  story.place = draw.pick(places());
  story.section = draw.pick(sections());
  story.paragraphs = make_body(draw.number(), seed.words);
  for (const StoryEdit& edit : seed.edits) apply(edit, story);
  return story;
}

}  // namespace benchmarks
