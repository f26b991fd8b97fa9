// tests/golden/golden.h
//
// Compares bytes with a file of this folder. UPDATE_GOLDEN=1 rewrites the file instead; the diff is
// then read by a person before it is committed.
#pragma once

#include <string>
#include <string_view>

namespace golden {

void expect_file(const std::string& name, std::string_view bytes);
// Bytes that are no text, as hex, 32 of them a line.
void expect_hex_file(const std::string& name, std::string_view bytes);

}  // namespace golden
