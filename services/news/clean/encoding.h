// news/clean/encoding.h
//
// Bytes of a page to UTF-8: which charset they are really in, whatever they declare.
// The first that holds: BOM, valid UTF-8, ASCII, HTTP header, meta or XML declaration, a guess,
// windows-1252. Linear. Must not know: tags beyond the declaration's.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "news/article.h"

namespace news::clean {

struct Decoded {
  std::string_view text;  // valid UTF-8; the input itself if that was, else `buffer`
  Charset charset;
};

// `content_type` is the HTTP header. Dead letters: not_text (magic bytes or media type of an
// image, a PDF, an archive), undecodable (> 2 % U+FFFD).
base::Result<Decoded> decode_bytes(std::string_view bytes, std::string_view content_type,
                                   std::string& buffer);

// A media type that is no text: "application/pdf", "image/png".
bool is_binary_type(std::string_view content_type);

// UTF-8 that was once read as windows-1252 ("â€™"): one repair of the whole text, or none.
// True if `text` was repaired. At least 3 pairs must look like it, and all must be readable.
bool repair_mojibake(std::string_view text, std::string& repaired);

}  // namespace news::clean
