// news/encode/article_message.h
//
// An article as the message that other messages of this room carry inside.
// Must not know: what carries it.
#pragma once

#include "base/result.h"
#include "news/article.h"
#include "proto/article.pb.h"

namespace news::encode {

void write_article(const Article& article, dateline::Article& message);

// Faults (Stop): unknown_format, bad_article.
base::Result<Article> read_article(const dateline::Article& message);

}  // namespace news::encode
