// news/encode/ninjs.h
//
// A version as the JSON of articles.clean and articles.versions: ninjs 3.1 under "ninjs", and what
// that standard has no room for beside it. Keys in a fixed order, absent = left out, one line, so
// equal versions are equal bytes. Pure; ICU counts the words; any thread.
// Must not know: Kafka, RocksDB, the clock (no time of processing is printed).
#pragma once

#include <string>

#include "news/article.h"
#include "news/change.h"

namespace news::encode {

// A record without an article (withdrawn, removed, merged) has no bodies.
std::string to_json(const Version& version);

// The same without what only judging can tell: uri, version, pubStatus, times of the version, and
// "change".
std::string clean_json(const Article& article);

}  // namespace news::encode
