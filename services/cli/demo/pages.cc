#include "cli/demo/pages.h"

#include <array>
#include <cstdio>

#include "news/encode/json.h"

namespace cli::demo {
namespace {

constexpr std::array<const char*, 12> kMonths{"January",   "February", "March",    "April",
                                              "May",       "June",     "July",     "August",
                                              "September", "October",  "November", "December"};
constexpr std::array<const char*, 12> kMonate{"Januar",    "Februar", "März",     "April",
                                              "Mai",       "Juni",    "Juli",     "August",
                                              "September", "Oktober", "November", "Dezember"};

bool is_german(const Story& story) { return story.voice->language == "de"; }

// "25 November 2026, 06:40", "25. November 2026, 06:40 Uhr"; the site's clock shows UTC.
std::string print_date(const Story& story) {
  const base::CivilTime t = base::to_civil(story.published, 0);
  const auto month = static_cast<std::size_t>(t.month - 1);
  std::array<char, 80> text{};
  if (is_german(story)) {
    std::snprintf(text.data(), text.size(), "%d. %s %d, %02d:%02d Uhr", t.day, kMonate[month],
                  t.year, t.hour, t.minute);
  } else {
    std::snprintf(text.data(), text.size(), "%d %s %d, %02d:%02d GMT", t.day, kMonths[month],
                  t.year, t.hour, t.minute);
  }
  return text.data();
}

std::string escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '"') {
      escaped += "&quot;";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string paragraphs_of(const Edition& edition, std::string_view tag) {
  std::string html;
  for (const std::string& paragraph : edition.paragraphs) {
    html += std::string(tag) + escape(paragraph) + "</p>\n";
  }
  return html;
}

std::string links_of(const Voice& voice, Draw& draw, std::size_t count) {
  std::string html;
  for (std::size_t i = 0; i < count; ++i) {
    html += "<li><a href=\"/story-" + std::to_string(90'000 + draw.below(9'000)) + "\">" +
            escape(make_teaser(voice, draw)) + "</a></li>\n";
  }
  return html;
}

std::string head_of(const Story& story, const Edition& edition, std::string_view more) {
  return "<!doctype html>\n<html lang=\"" + std::string(story.voice->language) +
         "\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + escape(edition.headline) + " | " +
         std::string(story.voice->name) + "</title>\n<link rel=\"canonical\" href=\"" + story.url +
         "\">\n<meta property=\"og:site_name\" content=\"" + std::string(story.voice->name) +
         "\">\n" + std::string(more) + "</head>\n";
}

std::string to_harbour_page(const Story& story, const Edition& edition, Draw& draw) {
  const Voice& voice = *story.voice;
  return head_of(story, edition,
                 "<meta property=\"article:section\" content=\"" + story.section +
                     "\">\n<script>window.tide={high:\"04:12\",slot:" +
                     std::to_string(draw.below(1'000'000)) + "};</script>\n") +
         "<body>\n<div class=\"cookie-bar\">We use cookies to count our readers. "
         "<button>Accept all</button> <button>Settings</button></div>\n"
         "<header><a href=\"/\">" +
         std::string(voice.name) +
         "</a>\n<nav><ul><li><a href=\"/harbour\">Harbour</a></li><li><a href=\"/market\">Market"
         "</a></li><li><a href=\"/council\">Council</a></li><li><a href=\"/tides\">Tides</a></li>"
         "<li><a href=\"/subscribe\">Subscribe</a></li></ul></nav></header>\n"
         "<main>\n<article>\n<p class=\"section\"><a href=\"/harbour\">" +
         story.section + "</a></p>\n<h1>" + escape(edition.headline) +
         "</h1>\n<p class=\"byline\">By <a rel=\"author\" href=\"/staff\">" + story.author +
         "</a></p>\n<time datetime=\"" + base::to_rfc3339(story.published) + "\">" +
         print_date(story) +
         "</time>\n<div class=\"share\"><a href=\"#\">Share</a> <a href=\"#\">"
         "Print</a> <a href=\"#\">Mail</a></div>\n<div class=\"story\">\n" +
         paragraphs_of(edition, "<p>") +
         "</div>\n</article>\n<aside class=\"most-read\">\n<h2>Most read</h2>\n<ol>\n" +
         links_of(voice, draw, 5) +
         "</ol>\n</aside>\n</main>\n<section class=\"newsletter\"><h3>The tide table by mail</h3>"
         "<p>Get the tides and the headlines every morning at six. You can unsubscribe at any "
         "time.</p><form><input type=\"email\"><button>Sign up</button></form></section>\n"
         "<footer><p>© The Saltmarsh Lantern. All rights reserved. <a href=\"/imprint\">Imprint"
         "</a> <a href=\"/privacy\">Privacy</a></p></footer>\n</body>\n</html>\n";
}

// One make for the gazette and the Auenbote, in each one's language.
struct Phrases {
  std::string_view menu, author, related, invitation, rights;
};
constexpr Phrases kEnglish{
    "<a href=\"/roads\">Roads</a> <a href=\"/farming\">Farming</a> <a href=\"/weather\">Weather"
    "</a> <a href=\"/login\">Log in</a>",
    "By ", "More from the valley",
    "Read the whole Gazette for the price of one coffee a month. Subscribe now.",
    "© High Valley Gazette. All rights reserved."};
constexpr Phrases kGerman{
    "<a href=\"/lokales\">Lokales</a> <a href=\"/verkehr\">Verkehr</a> <a href=\"/wetter\">Wetter"
    "</a> <a href=\"/anmelden\">Anmelden</a>",
    "Von ", "Mehr aus der Aue",
    "Lesen Sie den Auenboten vier Wochen lang kostenlos. Jetzt Probeabo bestellen.",
    "© Der Auenbote. Alle Rechte vorbehalten."};

std::string structured_data(const Story& story, const Edition& edition) {
  news::encode::JsonWriter json;
  json.begin_object()
      .member("@context", "https://schema.org")
      .member("@type", "NewsArticle")
      .member("headline", edition.headline)
      .member("datePublished", base::to_rfc3339(story.published))
      .key("author")
      .begin_object()
      .member("@type", "Person")
      .member("name", story.author)
      .end_object()
      .member("articleSection", story.section)
      .end_object();
  return "<script type=\"application/ld+json\">" + json.take() + "</script>\n";
}

std::string to_gazette_page(const Story& story, const Edition& edition, Draw& draw) {
  const Phrases& say = is_german(story) ? kGerman : kEnglish;
  return head_of(story, edition, structured_data(story, edition)) + "<body class=\"v" +
         std::to_string(draw.below(9)) + "\">\n<div id=\"top\"><div class=\"logo\">" +
         std::string(story.voice->name) + "</div><div class=\"menu\">" + std::string(say.menu) +
         "</div></div>\n<div id=\"content\">\n<h1 class=\"title\">" + escape(edition.headline) +
         "</h1>\n<div class=\"meta\"><span class=\"author\">" + std::string(say.author) +
         story.author + "</span> <span class=\"date\">" + print_date(story) +
         "</span></div>\n<div class=\"text\">\n" + paragraphs_of(edition, "<p class=\"par\">") +
         "</div>\n</div>\n<div id=\"side\">\n<h4>" + std::string(say.related) +
         "</h4>\n<ul class=\"links\">\n" + links_of(*story.voice, draw, 6) +
         "</ul>\n<div class=\"offer\"><p>" + std::string(say.invitation) +
         "</p></div>\n</div>\n<div id=\"bottom\">" + std::string(say.rights) +
         "</div>\n</body>\n</html>\n";
}

}  // namespace

std::string to_page(const Story& story, const Edition& edition, std::uint64_t crawl) {
  Draw draw(crawl);
  return story.voice == &kAllVoices[0] ? to_harbour_page(story, edition, draw)
                                       : to_gazette_page(story, edition, draw);
}

std::string to_dump(const Story& story, const Edition& edition, std::uint64_t crawl) {
  Draw draw(crawl);
  const bool german = is_german(story);
  std::string text(story.voice->name);
  text += german ? "\nMenü\nLokales\nVerkehr\nKultur\nAnmelden\n"
                 : "\nMenu\nWorld\nBusiness\nScience\nSport\nSign in\n";
  text += edition.headline + "\n" + (german ? "Von " : "By ") + story.author + "\n" +
          print_date(story) + "\n";
  for (const std::string& paragraph : edition.paragraphs) text += paragraph + "\n";
  text += german ? "Auch interessant\n" : "Read more\n";
  for (int i = 0; i < 4; ++i) text += make_teaser(*story.voice, draw) + "\n";
  text += german ? "© Der Auenbote. Alle Rechte vorbehalten.\n"
                 : "© Northline Wire. All rights reserved.\n";
  return text;
}

std::string make_consent_page(const Voice& voice) {
  return "<!doctype html>\n<html lang=\"en\"><head><title>Your privacy</title></head><body>"
         "<h1>We value your privacy at " +
         std::string(voice.name) +
         "</h1><p>We use cookies and data to deliver our services.</p><p>If you choose Accept all, "
         "we will also use cookies to show personalised content.</p><button>Accept all</button>"
         "<button>Reject all</button></body></html>";
}

}  // namespace cli::demo
