#include "cli/demo/broken.h"

#include "cli/demo/pages.h"
#include "cli/demo/story.h"
#include "news/encode/json.h"

namespace cli::demo {
namespace {

struct Fields {
  std::string url, fetched_at, name, content;
  int status = 200;
};

std::string to_event(const Fields& fields) {
  news::encode::JsonWriter json;
  json.begin_object()
      .member("url", fields.url)
      .member("fetched_at", fields.fetched_at)
      .member_number("status", fields.status)
      .member(fields.name, fields.content);
  return json.end_object().take();
}

}  // namespace

std::vector<Event> make_broken(std::size_t round, base::Timestamp when) {
  const Voice& voice = kAllVoices[round % kVoices];
  const std::string site(voice.host);
  const std::string home = "https://www." + site;
  const std::string url = home + "/broken-" + std::to_string(round);
  const std::string fetched = base::to_rfc3339(when);
  const Story story = make_story(voice, {.number = 70'000 + round, .published = when});
  const std::string text = to_dump(story, story.first, round);

  const std::string good = to_event({url, fetched, "text", text});
  std::vector<std::string> events{
      good.substr(0, good.size() / 2),                                 // cut off
      good + good,                                                     // two documents in one
      to_event({"", fetched, "text", text}),                           // no address
      to_event({"ftp://files.example/a.txt", fetched, "text", text}),  // no web address
      to_event({url, "yesterday at noon", "text", text}),
      to_event({url, fetched, "", ""}),  // no page
      to_event({url, fetched, "html_base64", "PGh0bWw+*!*"}),
      to_event({url + ".pdf", fetched, "html_base64", "JVBERi0xLjcKJeLjz9MK"}),  // %PDF-1.7
      to_event({url, fetched, "html", "<h1>Service unavailable</h1>", 503}),
      to_event({url, fetched, "html", make_consent_page(voice)}),
      to_event({home + "/", fetched, "html", to_page(story, story.first, round)}),  // front page
  };
  std::vector<Event> keyed;
  keyed.reserve(events.size());
  for (std::string& event : events) keyed.push_back({site, std::move(event)});
  return keyed;
}

}  // namespace cli::demo
