// news/clean/choice.h
//
// Three extractors read the same blocks; the one that the others agree with most is believed, and
// how far they agree says how well a page was read.
// Scratch memory: kept between pages. Must not know: how each of them chooses.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>

#include "news/clean/extractor.h"
#include "news/clean/liveblog.h"
#include "news/clean/regions.h"
#include "news/clean/scoring.h"
#include "news/clean/witness.h"

namespace news::clean {

enum class Extractor : std::uint8_t { Regions, Scoring, Blocks };
inline constexpr std::size_t kExtractors = 3;
inline constexpr std::array<Extractor, kExtractors> kAllExtractors{
    Extractor::Regions, Extractor::Scoring, Extractor::Blocks};

// Who is asked. A page is read by all; what each of them brings can be measured.
struct Voters {
  std::array<bool, kExtractors> extractors{true, true, true};
  bool witness = true;
};

class BodyChooser final {
 public:
  explicit BodyChooser(const Voters& voters = {}) : voters_(voters) {}

  // `told` is the text that the page's JSON-LD gives; may be empty. `updates` of a live blog are
  // its story, whatever the extractors make of them.
  const Body& choose(const Page& page, const BlockList& list, std::string_view told,
                     std::span<const Update> updates = {});

  const Body& body_of(Extractor extractor) const;
  // Of the three; the witness may have been believed in its place.
  Extractor winner() const { return winner_; }
  bool is_witnessed() const { return witnessed_; }
  // Thousandths: of the winner with the others; absent if only one was asked.
  std::optional<int> agreement() const { return agreement_; }
  // Thousandths of two extractors' words that are in both (F1).
  int agreement_of(Extractor a, Extractor b) const {
    return pairs_[static_cast<std::size_t>(a)][static_cast<std::size_t>(b)];
  }

 private:
  void compare(const BlockList& list);
  void elect();
  Body& winning();

  Voters voters_;
  Pruner pruner_;
  RegionExtractor regions_;
  ScoringExtractor scoring_;
  MaxSumExtractor blocks_;
  Witness witness_;
  Extractor winner_ = Extractor::Regions;
  bool witnessed_ = false;
  std::optional<int> agreement_;
  std::array<std::array<int, kExtractors>, kExtractors> pairs_{};
};

// What an agreement is worth.
Confidence confidence_of(int agreement);

}  // namespace news::clean
