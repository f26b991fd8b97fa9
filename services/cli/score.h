// cli/score.h
//
// One cleaned event as a line for a scorer: {"id", "text", "title", "authors", "date"}.
// Pure. Must not know: how scores are computed.
#pragma once

#include <string>

#include "news/article.h"

namespace cli {

// `text` is the body's paragraphs joined by newlines, headline and captions left out; `date` is the
// day of publication as printed on the page.
std::string to_score(const news::Article& article);

}  // namespace cli
