// news/clean/words_data.h
//
// The files of words/ as they are, in the order of their names. The source is written at build
// time by words.cmake; only words.cc reads it.
#pragma once

#include <cstddef>
#include <string_view>

namespace news::clean {

struct WordFile {
  std::string_view name, content;
};

extern const WordFile kWordFiles[];
extern const std::size_t kWordFileCount;

}  // namespace news::clean
