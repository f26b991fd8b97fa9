// news/encode/article_message.h
//
// An article as the message that other messages of this room carry inside.
// Must not know: what carries it.
#pragma once

#include "news/article.h"
#include "proto/article.pb.h"

namespace news::encode {

void write_article(const Article& article, dateline::Article& message);

}  // namespace news::encode
