#include "cli/demo/news.h"

#include <algorithm>
#include <utility>

#include "cli/demo/broken.h"
#include "cli/demo/pages.h"
#include "cli/demo/story.h"
#include "news/encode/json.h"

namespace cli::demo {
namespace {

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr std::int64_t kDays = 60 * kHour;  // over which the stories are spread

struct Crawl {
  base::Timestamp fetched_at;
  std::string url;
  int status = 200;
  std::uint64_t number = 0;
};

std::string to_event(const Story& story, const Edition* edition, const Crawl& crawl) {
  news::encode::JsonWriter json;
  json.begin_object()
      .member("id", "crawl-" + std::to_string(crawl.number))
      .member("url", crawl.url)
      .member("guid", story.guid)
      .member("fetched_at", base::to_rfc3339(crawl.fetched_at))
      .member_number("status", crawl.status);
  if (edition != nullptr && story.is_dump) {
    json.member("title", edition->headline + " | " + std::string(story.voice->name))
        .member("text", to_dump(story, *edition, crawl.number));
  } else if (edition != nullptr) {
    json.member("content_type", "text/html; charset=utf-8")
        .member("html", to_page(story, *edition, crawl.number));
  }
  return json.end_object().take();
}

// Collects the events of all stories, and puts them into the order of their arrival.
class Collection final {
 public:
  explicit Collection(base::Timestamp now)
      : begin_{(now.value - kDays - 12 * kHour) / kDay * kDay + 3 * kHour} {}
  Collection(const Collection&) = delete;
  Collection& operator=(const Collection&) = delete;

  void add_followed() {
    const Story story = make_followed(begin_);
    news_.followed_url = story.url;
    ++news_.sites[0].stories;
    crawl(0, story, story.first, at(story, 12 * kMinute));
    crawl_again(0, story, story.first, at(story, 40 * kMinute));
    std::int64_t after = 3 * kHour;
    for (const Edition& edition : story.later) {
      change(0, story, edition, at(story, after));
      after += 4 * kHour;
    }
    ++news_.corrected;
    late(0, story);
  }

  // Every kind of event has its turn; the numbers have no common factor, so kinds mix. The stories
  // are spread over the days, each round of `stories` anew.
  void add(std::size_t number, std::size_t stories) {
    const std::size_t site = number % kVoices;
    const std::size_t place = number % stories;
    const auto spread = static_cast<std::int64_t>(kDays * place / stories) / kMinute * kMinute;
    const Story story =
        make_story(kAllVoices[site], {.number = number,
                                      .published = {begin_.value + spread},
                                      .twist = number % 3 == 1 ? twist_of(number) : Twist::None,
                                      .corrected = number % 17 == 5});
    ++news_.sites[site].stories;
    crawl(site, story, story.first, at(story, 9 * kMinute));
    if (number % 10 < 7) crawl_again(site, story, story.first, at(story, 50 * kMinute));
    if (number % 13 == 3) resend(site);
    for (std::size_t i = 0; i < story.later.size(); ++i) {
      const auto after = static_cast<std::int64_t>(2 + 2 * i) * kHour;
      change(site, story, story.later[i], at(story, after));
      if (number % 2 == 0) crawl_again(site, story, story.later[i], at(story, after + kHour));
    }
    if (number % 17 == 5) ++news_.corrected;
    if (number % 29 == 11) withdraw(site, story);
    if (number % 23 == 7) late(site, story);
  }

  void add_broken(std::size_t rounds, std::size_t first = 0) {
    for (std::size_t round = 0; round < rounds; ++round) {
      const base::Timestamp when{begin_.value +
                                 static_cast<std::int64_t>(kDays * (round + 1) / (rounds + 1))};
      for (Event& event : make_broken(first + round, when)) {
        ++news_.broken;
        keep(when, std::move(event));
      }
    }
  }

  News take() {
    std::stable_sort(arrivals_.begin(), arrivals_.end(),
                     [](const Arrival& a, const Arrival& b) { return a.when < b.when; });
    for (Arrival& arrival : arrivals_) {
      news_.bytes += arrival.event.json.size();
      news_.events.push_back(std::move(arrival.event));
    }
    return std::move(news_);
  }

 private:
  struct Arrival {
    base::Timestamp when;
    Event event;
  };

  static base::Timestamp at(const Story& story, std::int64_t after) {
    return {story.published.value + after};
  }

  static Twist twist_of(std::size_t number) {
    return static_cast<Twist>(1 + number / 3 % (kTwists - 1));
  }

  void keep(base::Timestamp when, Event event) { arrivals_.push_back({when, std::move(event)}); }

  void send(std::size_t site, const Story& story, const Edition* edition, Crawl crawl) {
    crawl.number = ++crawls_;
    if (edition != nullptr) ++(story.is_dump ? news_.sites[site].dumps : news_.sites[site].pages);
    keep(crawl.fetched_at, {std::string(story.voice->host), to_event(story, edition, crawl)});
  }

  void crawl(std::size_t site, const Story& story, const Edition& edition, base::Timestamp when) {
    send(site, story, &edition, {.fetched_at = when, .url = story.url});
  }

  // As often as not through a link that carries where the reader came from.
  void crawl_again(std::size_t site, const Story& story, const Edition& edition,
                   base::Timestamp when) {
    const bool tracked = crawls_ % 2 == 0;
    send(site, story, &edition,
         {.fetched_at = when,
          .url = story.url + (tracked ? "?utm_source=newsletter&utm_medium=email" : "")});
    ++news_.again;
  }

  void change(std::size_t site, const Story& story, const Edition& edition, base::Timestamp when) {
    crawl(site, story, edition, when);
    ++news_.changed;
  }

  // The very same event: a producer that tried again.
  void resend(std::size_t site) {
    const Arrival last = arrivals_.back();
    ++(last.event.json.find("\"html\"") != std::string::npos ? news_.sites[site].pages
                                                             : news_.sites[site].dumps);
    arrivals_.push_back(last);
    ++news_.again;
  }

  void withdraw(std::size_t site, const Story& story) {
    send(site, story, nullptr,
         {.fetched_at = at(story, 9 * kHour), .url = story.url, .status = 410});
    ++news_.withdrawn;
  }

  // Fetched before all others of its story, it arrives after everything else.
  void late(std::size_t site, const Story& story) {
    crawl(site, story, story.early, at(story, 2 * kMinute));
    arrivals_.back().when = {begin_.value + kDays + 12 * kHour};
    ++news_.late;
  }

  const base::Timestamp begin_;
  News news_;
  std::vector<Arrival> arrivals_;
  std::uint64_t crawls_ = 0;
};

}  // namespace

News invent(std::size_t stories, base::Timestamp now) {
  Collection collection(now);
  collection.add_followed();
  for (std::size_t number = 1; number < stories; ++number) collection.add(number, stories);
  collection.add_broken(1 + stories / 80);
  return collection.take();
}

News invent_more(std::size_t stories, std::size_t round, base::Timestamp now) {
  Collection collection(now);
  for (std::size_t number = 0; number < stories; ++number) {
    collection.add(round * stories + number, stories);
  }
  collection.add_broken(1, round * (1 + stories / 80));
  return collection.take();
}

}  // namespace cli::demo
