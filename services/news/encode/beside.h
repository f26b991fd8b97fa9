// news/encode/beside.h
//
// The members that stand beside "ninjs" in our JSON, because ninjs 3.1 allows no extra property:
// what changed, where the article came from, how well it was read.
// Pure, any thread. Must not know: ninjs.
#pragma once

#include "news/article.h"
#include "news/change.h"
#include "news/encode/json.h"

namespace news::encode {

// Each writes a key and its object.
void write_change(JsonWriter& json, const Change& change);
void write_source(JsonWriter& json, const Article& article);
void write_source_of_withdrawal(JsonWriter& json, const Version& version);
void write_quality(JsonWriter& json, const Article& article);

}  // namespace news::encode
