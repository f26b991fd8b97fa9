#include "benchmarks/page.h"

#include <array>
#include <string_view>

#include "base/time.h"
#include "benchmarks/draw.h"
#include "benchmarks/vocabulary.h"

namespace benchmarks {
namespace {

constexpr std::size_t kRelatedLinks = 8;

std::string menu_word(Draw& draw) {
  return std::string(draw.pick(sections())) + " " + std::string(draw.pick(nouns()));
}

std::string printed_date(std::int64_t when) {
  static constexpr std::array<std::string_view, 12> kMonths{
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  const base::CivilTime civil = base::to_civil({when}, 0);
  const std::string minute = std::to_string(100 + civil.minute).substr(1);
  return std::string(kMonths[static_cast<std::size_t>(civil.month - 1)]) + " " +
         std::to_string(civil.day) + ", " + std::to_string(civil.year) + ", " +
         std::to_string(10 + civil.hour % 10) + ":" + minute + " UTC";
}

void add_line(std::string& text, std::string_view line) {
  text += line;
  text += '\n';
}

// A script, a style sheet or a link list of 1 to 2 KB: what most of a page's bytes are.
void add_padding(std::string& page, Draw& draw) {
  switch (draw.below(3)) {
    case 0:
      page += "<script>window.queue=window.queue||[];";
      for (int i = 0; i < 24; ++i) {
        page += "queue.push({slot:'" + menu_word(draw) + "',size:[" +
                std::to_string(draw.below(970)) + ",250],lazy:i<3});";
      }
      page += "</script>\n";
      break;
    case 1:
      page += "<style>";
      for (int i = 0; i < 20; ++i) {
        page += ".card-" + std::to_string(draw.below(1000)) +
                "{display:flex;margin:0 auto 12px;color:#" + std::to_string(100000 + i) + "}";
      }
      page += "</style>\n";
      break;
    default:
      page += "<div class=\"related-list\"><ul>";
      for (int i = 0; i < 10; ++i) {
        page += "<li class=\"teaser-item\"><a href=\"/" + std::to_string(draw.below(100000)) +
                "\"><img src=\"/t/" + std::to_string(i) + ".jpg\" alt=\"\"><span>" +
                make_headline(draw.number()) + "</span></a></li>";
      }
      page += "</ul></div>\n";
  }
}

void add_head(std::string& page, const Story& story, const PagePlace& place) {
  const std::string published = base::to_rfc3339({place.published_at});
  page += "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>" +
          story.headline + " | " + place.site.name + "</title>\n<link rel=\"canonical\" href=\"" +
          place.url + "\">\n<meta property=\"og:title\" content=\"" + story.headline +
          "\">\n<meta property=\"og:site_name\" content=\"" + place.site.name +
          "\">\n<meta property=\"article:published_time\" content=\"" + published +
          "\">\n<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\","
          "\"@type\":\"NewsArticle\",\"headline\":\"" +
          story.headline + "\",\"datePublished\":\"" + published +
          "\",\"author\":{\"@type\":\"Person\",\"name\":\"" + story.author +
          "\"},\"publisher\":{\"@type\":\"Organization\",\"name\":\"" + place.site.name +
          "\"}}</script>\n";
}

void add_article(std::string& page, const Story& story, const PagePlace& place) {
  const bool marked = place.site.number % 3 != 0;
  page += marked ? "<main><article class=\"story\">\n" : "<div class=\"col-8\">\n";
  page += "<h1>" + story.headline + "</h1>\n<p class=\"byline\">By " + story.author +
          "</p>\n<time datetime=\"" + base::to_rfc3339({place.published_at}) + "\">" +
          printed_date(place.published_at) + "</time>\n<div class=\"story-body\">\n";
  for (const std::string& paragraph : story.paragraphs) page += "<p>" + paragraph + "</p>\n";
  page += marked ? "</div></article></main>\n" : "</div></div>\n";
}

}  // namespace

Site make_site(std::uint32_t number) {
  const std::string_view place = places()[number % places().size()];
  Site site{"", std::string(place) + " Courier", number};
  for (const char c : place) {
    if (c != ' ') site.host += static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  }
  site.host += "-courier-" + std::to_string(number) + ".example";
  if (number >= places().size()) site.name += " " + std::to_string(number);
  return site;
}

std::string make_dump(const Story& story, const PagePlace& place) {
  Draw draw(place.furniture);
  std::string text =
      "date " + base::to_rfc3339({place.published_at}).substr(0, 10) + " " + story.headline + "\n";
  add_line(text, "Skip to content");
  for (int i = 0; i < 6; ++i) add_line(text, menu_word(draw));
  add_line(text, "Home > " + story.section);
  add_line(text, story.headline);
  add_line(text, "Published: " + printed_date(place.published_at));
  add_line(text, "By " + story.author);
  for (const std::string& paragraph : story.paragraphs) add_line(text, paragraph);
  add_line(text, "Related Articles");
  for (int i = 0; i < 4; ++i) add_line(text, make_headline(draw.number()));
  add_line(text, "All rights reserved.");
  return text;
}

std::string make_page(const Story& story, const PagePlace& place, std::size_t bytes) {
  Draw draw(place.furniture);
  std::string page;
  page.reserve(bytes + 8192);
  add_head(page, story, place);
  // As on real pages, about half of the rest stands before the story.
  std::size_t body = 0;
  for (const std::string& paragraph : story.paragraphs) body += paragraph.size() + 8;
  const std::size_t before = bytes > body ? (bytes - body) / 2 : 0;
  page += "</head><body>\n<nav class=\"main-nav\"><ul>";
  for (int i = 0; i < 12; ++i) page += "<li><a href=\"/s\">" + menu_word(draw) + "</a></li>";
  page += "</ul></nav>\n";
  while (page.size() < before) add_padding(page, draw);
  add_article(page, story, place);
  page += "<aside class=\"related\"><h2>Related Articles</h2><ul>";
  for (std::size_t i = 0; i < kRelatedLinks; ++i) {
    page += "<li><a href=\"/r\">" + make_headline(draw.number()) + "</a></li>";
  }
  page += "</ul></aside>\n";
  while (page.size() < bytes) add_padding(page, draw);
  page += "<footer><p>Copyright " + place.site.name + ". All rights reserved.</p></footer>\n";
  page += "</body></html>\n";
  return page;
}

}  // namespace benchmarks
