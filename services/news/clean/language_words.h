// news/clean/language_words.h
//
// The language of a text by the words that only it writes, or by its script: what can be told
// without a detector. Certain or silent; linear in the bytes. Pure, any thread.
// Must not know: declarations, HTML.
#pragma once

#include <string_view>

namespace news::clean {

// BCP 47, without region; empty if script and words do not tell it for certain.
// `text` must be valid UTF-8.
std::string_view language_by_script(std::string_view text);
std::string_view language_by_words(std::string_view text);

}  // namespace news::clean
