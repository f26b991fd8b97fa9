// news/clean/captions.h
//
// Credits at the ends of lines: what makes a line of text the caption of a picture.
// Pure, any thread. Must not know: where the picture stood.
#pragma once

#include <string>
#include <string_view>

namespace news::clean {

struct Caption {
  std::string text;    // without the credit
  std::string credit;  // "KCNA"; empty: the line ends with none

  bool has_credit() const { return !credit.empty(); }
};

// "... at dawn. [KCNA]", "... at dawn. (AP Photo/Jo Reyes)", "... /Yonhap", "Photo: Jo Reyes".
// "(KCNA)." with a full stop behind it is a sentence.
Caption read_caption(std::string_view line);

}  // namespace news::clean
