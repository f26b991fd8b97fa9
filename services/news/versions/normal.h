// news/versions/normal.h
//
// An article's text as the judge and the differ see it: hashes and sentence features, made once
// while cleaning, so that nobody needs the text itself to say later what changed.
// Pure, any thread. O(n); at most kSentencesMax sentences are described, all of them are hashed.
// Output bytes outlive the process: a change here is a new output revision of cleaning.
// Must not know: Kafka, RocksDB, HTML, the clock.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "news/model.h"

namespace news::versions {

inline constexpr std::size_t kSentencesMax = 400;

// Of headline and body; figures, captions, authors and dates are no content. Volatile lines
// ("Updated 9:31 AM", "3 min read", "12 comments") count neither as text nor as sentences, but
// keep their place in paragraph_starts, whose indexes are those of the printed paragraphs.
TextFeatures text_features(const Article& article);

// One paragraph as it is hashed: NFKC, without invisible characters, quotes and dashes of one
// kind, single spaces, none of them between two Han or kana.
std::string normalized(std::string_view paragraph);

}  // namespace news::versions
