// tests/unit/news/clean/page.h
//
// A small story of our own and the pages it may stand on, cleaned through the room's one door.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "news/clean/clean.h"

namespace news::clean {

// Three paragraphs of full sentences.
const std::vector<std::string>& story();
// Each in its own p.
std::string story_html();

struct PageGiven {
  std::string url = "https://harbourpost.example/transport/night-ferry";
  Hints hints{};
  Limits limits{};
  std::string content_type{};
  std::string text{};  // beside the page
};

base::Result<Article> clean_page(std::string_view html, const PageGiven& given = {});
// The code of the dead letter, or "article".
std::string code_of(std::string_view html, const PageGiven& given = {});
// Texts of blocks that are no figures.
std::vector<std::string> texts(const Article& article);
bool has_flag(const Article& article, std::string_view flag);

}  // namespace news::clean
