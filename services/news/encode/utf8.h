// news/encode/utf8.h
//
// What leaves us as text is UTF-8, whatever came in: protobuf readers and JSON readers refuse all
// else, and a record that its reader refuses would stop the stream. Pure, O(n), any thread.
// Must not know: which field it is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace news::encode {

bool is_utf8(std::string_view text);

// The same bytes, or each broken sequence replaced by U+FFFD.
std::string to_utf8(std::string_view text);

std::size_t count_code_points(std::string_view text);

// Words as Unicode's rules and ICU's dictionaries break them (UAX 29): numbers count, marks do not.
std::size_t count_words(std::string_view text);

}  // namespace news::encode
