// news/encode/markup.h
//
// An article's body as HTML of ten elements: p h2 h3 h4 ul ol li blockquote pre table (tr td), and
// an empty figure where a picture stood, its id the name of the association. All text is escaped.
// Pure, O(n), any thread. Must not know: JSON, where the article came from.
#pragma once

#include <cstddef>
#include <string>

#include "news/article.h"

namespace news::encode {

std::string to_markup(const Article& article);

// "image1" for the first: name of an association and id of its figure.
std::string image_name(std::size_t index);

}  // namespace news::encode
