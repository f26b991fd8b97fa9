#include "tests/unit/news/clean/page.h"

#include <algorithm>

namespace news::clean {

const std::vector<std::string>& story() {
  static const std::vector<std::string> kStory{
      "The night ferry sails again from May, the harbour board said on Monday after a long winter.",
      "Two cabins were added while the ship lay in dock, and one deck was lost to a new kitchen.",
      "Tickets are on sale from Thursday, said the chair of the board, who expects full ships."};
  return kStory;
}

std::string story_html() {
  std::string html;
  for (const std::string& paragraph : story()) html += "<p>" + paragraph + "</p>";
  return html;
}

base::Result<Article> clean_page(std::string_view html, const PageGiven& given) {
  Tables tables;
  tables.limits = given.limits;
  RawEvent event;
  event.url = given.url;
  event.html = html;
  event.text = given.text;
  event.hints = given.hints;
  event.content_type = given.content_type;
  event.fetched_at = base::to_timestamp({2026, 3, 4, 0, 0, 0}, 0);
  Cleaner cleaner(tables);
  return cleaner.clean(event, {.site = "harbourpost.example"});
}

std::string code_of(std::string_view html, const PageGiven& given) {
  const base::Result<Article> article = clean_page(html, given);
  return article ? "article" : std::string(article.fault().code);
}

std::vector<std::string> texts(const Article& article) {
  std::vector<std::string> texts;
  for (const Block& block : article.blocks) {
    if (block.kind != BlockKind::Figure) texts.push_back(block.text);
  }
  return texts;
}

bool has_flag(const Article& article, std::string_view flag) {
  return std::find(article.flags.begin(), article.flags.end(), flag) != article.flags.end();
}

}  // namespace news::clean
