// What the demo invents is what it says: every page and dump cleans to the text of its edition.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "adapters/config/load.h"
#include "adapters/config/publishers.h"
#include "clean/wiring.h"
#include "cli/demo/broken.h"
#include "cli/demo/news.h"
#include "cli/demo/pages.h"
#include "cli/demo/story.h"

namespace cli::demo {
namespace {

constexpr base::Timestamp kNow{1'772'700'000'000};  // 2026-03-05T08:40:00Z

class DemoNews : public testing::Test {
 protected:
  DemoNews() : settings_(adapters::config::load({}).settings) {
    const auto publishers = adapters::config::read_publishers(kPublishersYaml, "demo");
    EXPECT_TRUE(publishers.problems.empty());
    inputs_ =
        std::move(*clean::Inputs::load(settings_, publishers.all, {"0.1.0", kPublishersYaml}));
    stage_ = std::make_unique<clean::CleanStage>(clean::stage_options(settings_, news::Lane::Live),
                                                 inputs_->tables());
  }

  base::Result<clean::Cleaned> clean(const std::string& json) {
    return stage_->clean(json, {kNow, std::nullopt});
  }

  const adapters::config::Settings settings_;
  std::unique_ptr<clean::Inputs> inputs_;
  std::unique_ptr<clean::CleanStage> stage_;
};

std::vector<std::string> paragraphs_of(const news::Article& article) {
  std::vector<std::string> texts;
  for (const news::Block& block : article.blocks) {
    if (!block.text.empty()) texts.push_back(block.text);
  }
  return texts;
}

TEST_F(DemoNews, EveryEventThatIsNotBrokenIsUnderstood) {
  const News news = invent(400, kNow);
  std::size_t dead = 0, withdrawals = 0;
  for (const Event& event : news.events) {
    const auto cleaned = clean(event.json);
    if (!cleaned) {
      ++dead;
    } else if (!cleaned->article) {
      ++withdrawals;
    } else {
      EXPECT_EQ(cleaned->candidate.site, event.site);
      EXPECT_GE(paragraphs_of(*cleaned->article).size(), 1u) << event.json;
      EXPECT_EQ(cleaned->article->authors.size(), 1u) << event.json;
      EXPECT_TRUE(cleaned->article->published) << event.json;
    }
  }
  EXPECT_EQ(dead, news.broken);
  EXPECT_EQ(withdrawals, news.withdrawn);
}

// The same page as the news has it, of one edition.
TEST_F(DemoNews, PagesAndDumpsCleanToTheirStory) {
  for (std::size_t number = 1; number < 80; ++number) {
    const Voice& voice = kAllVoices[number % kVoices];
    const Story story = make_story(voice, {.number = number,
                                           .published = {kNow.value - 86'400'000},
                                           .twist = Twist::Added,
                                           .corrected = number % 2 == 1});
    for (const Edition* edition : {&story.first, &story.later.back()}) {
      const std::string bytes =
          story.is_dump ? to_dump(story, *edition, number) : to_page(story, *edition, number);
      news::RawEvent event;
      event.url = story.url;
      event.fetched_at = kNow;
      (story.is_dump ? event.text : event.html) = bytes;
      const auto article = news::clean::Cleaner(inputs_->tables().cleaning)
                               .clean(event, {std::string(voice.host), nullptr});
      ASSERT_TRUE(article) << article.fault().code << bytes;
      EXPECT_EQ(article->headline, edition->headline);
      EXPECT_EQ(paragraphs_of(*article), edition->paragraphs);
      EXPECT_EQ(article->authors, std::vector<std::string>{story.author});
      EXPECT_EQ(article->language.substr(0, 2), voice.language);
    }
  }
}

TEST_F(DemoNews, BrokenEventsDieEachOfItsOwnReason) {
  std::map<std::string_view, int> reasons;
  for (const Event& event : make_broken(0, {kNow.value - 1000})) {
    const auto cleaned = clean(event.json);
    ASSERT_FALSE(cleaned) << event.json;
    ++reasons[cleaned.fault().code];
  }
  const std::map<std::string_view, int> expected{
      {"bad_json", 2},   {"no_address", 1}, {"bad_address", 1}, {"bad_fetch_time", 1},
      {"no_content", 1}, {"bad_base64", 1}, {"not_text", 1},    {"http_status", 1},
      {"no_article", 1}, {"not_article", 1}};
  EXPECT_EQ(reasons, expected);
}

TEST_F(DemoNews, TheSameNumbersMakeTheSameEvents) {
  const News first = invent(60, kNow), second = invent(60, kNow);
  ASSERT_EQ(first.events.size(), second.events.size());
  for (std::size_t i = 0; i < first.events.size(); ++i) {
    EXPECT_EQ(first.events[i].json, second.events[i].json);
  }
}

TEST_F(DemoNews, NothingWasFetchedInTheFuture) {
  for (const News& news : {invent(200, kNow), invent_more(200, 7, kNow)}) {
    for (const Event& event : news.events) {
      if (const auto cleaned = clean(event.json)) {
        EXPECT_LE(cleaned->candidate.fetched_at.value, kNow.value);
      }
    }
  }
}

TEST_F(DemoNews, EachFurtherRoundTellsOtherStories) {
  constexpr std::size_t kStories = 30;
  std::set<std::string> told;
  for (const News& news :
       {invent(kStories, kNow), invent_more(kStories, 1, kNow), invent_more(kStories, 2, kNow)}) {
    std::set<std::string> addresses;
    std::size_t dead = 0;
    for (const Event& event : news.events) {
      const auto cleaned = clean(event.json);
      if (!cleaned) {
        ++dead;
      } else if (cleaned->article) {
        addresses.insert(cleaned->candidate.addresses.front().url);
      }
    }
    EXPECT_EQ(dead, news.broken);
    EXPECT_EQ(addresses.size(), kStories);
    for (const std::string& address : addresses)
      EXPECT_TRUE(told.insert(address).second) << address;
  }
}

}  // namespace
}  // namespace cli::demo
