// news/clean/language.h
//
// The language of a body, by CLD2 and by what the page declares of itself.
// Reads at most 4 KiB of the body. Pure, any thread (CLD2's tables are constant).
// Must not know: HTML, where a declaration stood.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "news/article.h"

namespace news::clean {

// `body` must be valid UTF-8. `declared`: html lang, og:locale, hint, in order of trust; BCP 47
// or POSIX spelling. Returns BCP 47 ("en-GB", "zh-Hant"), or "und".
std::string find_language(std::string_view body, std::span<const std::string_view> declared);

// What find_language is to read: the first paragraphs, or the headline if there are none.
std::string language_sample(const Article& article);

// "en_US.UTF-8" -> "en-US"; empty if it is no language tag.
std::string normalize_language(std::string_view tag);

}  // namespace news::clean
