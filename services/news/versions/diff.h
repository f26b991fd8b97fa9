// news/versions/diff.h
//
// What changed between the version last published and a candidate, from sentence features alone,
// and what kind of change that is. Pure, any thread. O(n) for sentences that are equal; the others
// are paired, so at most 400 x 400 of them. At most kOperationsMax operations are told.
// Must not know: texts, verdicts, rows other than the text row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "news/model.h"

namespace news::versions {

inline constexpr std::size_t kOperationsMax = 64;
// An edit: so many of eight minima agree, and the shorter has so much of the longer's words.
inline constexpr int kEditMinimaMin = 4;
inline constexpr int kEditWordsPercentMin = 40;
// Less of the longer text kept than this is a rewrite.
inline constexpr std::uint32_t kRewritePercent = 50;

// A text as it was or is: what the comparison may know of it.
struct Telling {
  const TextFeatures& text;
  bool correction = false;  // it says that it corrects something
};

// Nobody's news: a sentence that comes and goes in several articles of the site.
using IsBoilerplate = std::function<bool(std::uint32_t fold)>;

// Folds of the sentences that differ, each once, in the order of their first place.
std::vector<std::uint32_t> changed_folds(const TextFeatures& before, const TextFeatures& after);

// Without `before` (too old to be remembered) it is an edit without operations.
Difference describe(const std::optional<Telling>& before, const Telling& after,
                    const IsBoilerplate& is_boilerplate);

// Of all words of `text`, how many stand in sentences that `known` has too, in percent.
std::uint32_t known_percent(const TextFeatures& known, const TextFeatures& text);

}  // namespace news::versions
