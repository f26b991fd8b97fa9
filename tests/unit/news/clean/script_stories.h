// tests/unit/news/clean/script_stories.h
//
// One small story in ten scripts and languages, with what stands around it on a page.
#pragma once

#include <string_view>
#include <vector>

namespace news::clean {

struct ScriptStory {
  std::string_view language;
  std::string_view menu;  // two lines of a menu
  std::string_view headline;
  std::string_view byline, author;
  std::string_view date;  // as printed: 2 March 2026
  std::vector<std::string_view> paragraphs;
  std::int64_t words;       // of the paragraphs, hundredths
  std::string_view notice;  // a sentence of the site about itself
  std::string_view head;    // of stories of others
  std::string_view teaser;  // one of them
};

const std::vector<ScriptStory>& script_stories();

}  // namespace news::clean
