// news/encode/article.h
//
// An article as bytes, as it travels inside a candidate (proto/article.proto), and back.
// Equal articles are equal bytes. Bytes of ours that cannot be read are a Stop: damage or a format
// of a newer release, never bad input. Pure, any thread.
// Must not know: Kafka, RocksDB, who reads it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "news/article.h"

namespace news::encode {

using base::Result;

// Strings must be UTF-8; cleaning sees to that.
std::string to_bytes(const Article& article);

// Faults: unknown_format, bad_article.
Result<Article> read_article(std::string_view bytes);

}  // namespace news::encode
