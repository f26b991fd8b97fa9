// Both stages, looked at while they work: what they answer is what they answer anyway, and what
// is kept of it can be read.
#include "cli/watch/watch.h"

#include <gtest/gtest.h>

#include <map>

#include "adapters/config/load.h"
#include "adapters/config/publishers.h"
#include "cli/offline.h"
#include "cli/watch/watched_stage.h"
#include "news/lenient_json.h"

namespace cli::watch {
namespace {

using news::JsonDocument;
using news::JsonValue;
using stream::Effects;
using stream::Result;
using stream::Timestamp;

constexpr Timestamp kNoon{1'772'452'800'000};  // 2026-03-02T12:00:00Z

std::string event_of(const std::string& headline, const std::string& last = "") {
  std::string page = "<body><nav>Home</nav><article><h1>" + headline + "</h1>";
  for (const char* stone : {"first", "second", "third"}) {
    page +=
        "<p>Walkers may use the outer mole again from Saturday, the harbour office said after "
        "a long look at the " +
        std::string(stone) + " of its stones.</p>";
  }
  return R"({"url":"https://www.saltmarsh-lantern.example/mole-7","fetched_at":")" +
         std::string(last.empty() ? "2026-03-02T11:00:00Z" : "2026-03-02T11:30:00Z") +
         R"(","html":")" + page + last + R"(</article></body>"})";
}

class WatchTest : public testing::Test {
 protected:
  static adapters::config::Settings settings_with(const std::string& samples) {
    adapters::config::Sources sources;
    sources.sets = {"http.samples=" + samples};
    return adapters::config::load(sources).settings;
  }

  explicit WatchTest(const std::string& samples = "5") : settings_(settings_with(samples)) {
    const auto publishers =
        adapters::config::read_publishers(adapters::config::built_in_publishers(), "built in");
    inputs_ = std::move(*clean::Inputs::load(settings_, publishers.all, {"0", ""}));
    watch_ = std::make_unique<Watch>(settings_, *inputs_);
    clean_ = &watch_->add_clean(news::Lane::Live);
    version_ = &watch_->add_version();
  }

  Result<Effects> clean(const std::string& event, Timestamp now) {
    const stream::Record record{.partition = {},
                                .offset = stream::InputOffset{17},
                                .key = "k",
                                .value = event,
                                .headers = {},
                                .appended_at = kNoon};
    return clean_->handle(record, *state_, now);
  }

  Result<Effects> judge(const Effects& cleaned, Timestamp now) {
    const stream::OutRecord& out = cleaned.out.at(0);
    const stream::Record record{.partition = {},
                                .offset = stream::InputOffset{1},
                                .key = out.key,
                                .value = *out.value,
                                .headers = {},
                                .appended_at = kNoon};
    Result<Effects> effects = version_->handle(record, *state_, now);
    EXPECT_TRUE(!effects || state_->apply(effects->rows, 0));
    return effects;
  }

  // An event through both stages; at `second`, for samples are taken by the clock.
  void bring(const std::string& event, std::int64_t second) {
    const Timestamp now{kNoon.value + second * 1000};
    const Result<Effects> cleaned = clean(event, now);
    ASSERT_TRUE(cleaned) << cleaned.fault().code;
    ASSERT_TRUE(judge(*cleaned, now));
  }

  adapters::status::View view() const {
    adapters::status::View view;
    watch_->show(view);
    return view;
  }

  const adapters::config::Settings settings_;
  std::unique_ptr<clean::Inputs> inputs_;
  std::unique_ptr<Watch> watch_;
  stream::Stage* clean_ = nullptr;
  stream::Stage* version_ = nullptr;
  std::unique_ptr<OfflineState> state_ = make_memory_state();
};

std::string text_at(const JsonValue& root, std::initializer_list<const char*> names) {
  JsonValue value = root;
  for (const char* name : names) value = value.find(name);
  return std::string(value.text());
}

TEST_F(WatchTest, WhatTheStagesAnswerIsNotChanged) {
  clean::CleanStage bare(clean::stage_options(settings_, news::Lane::Live), inputs_->tables());
  for (const std::string& event : {event_of("Outer mole reopens"), std::string("{")}) {
    const stream::Record record{.partition = {},
                                .offset = stream::InputOffset{17},
                                .key = "k",
                                .value = event,
                                .headers = {},
                                .appended_at = kNoon};
    const Result<Effects> seen = clean(event, kNoon), alone = bare.handle(record, *state_, kNoon);
    ASSERT_EQ(bool(seen), bool(alone));
    if (seen) {
      EXPECT_EQ(*seen, *alone);
    } else {
      EXPECT_EQ(seen.fault(), alone.fault());
    }
  }
}

TEST_F(WatchTest, AnArticleIsKeptWithWhatTheJudgeSaidOfIt) {
  bring(event_of("Outer mole reopens"), 0);
  const auto lines = view().articles;
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].site, "saltmarsh-lantern.example");
  EXPECT_EQ(lines[0].headline, "Outer mole reopens");
  EXPECT_EQ(lines[0].outcome, "new");
  EXPECT_EQ(lines[0].version, "1");

  const auto json = watch_->find_article(lines[0].id);
  ASSERT_TRUE(json);
  JsonDocument document;
  ASSERT_TRUE(document.read(*json, {})) << *json;
  EXPECT_FALSE(document.was_repaired());
  const JsonValue root = document.root();
  EXPECT_EQ(text_at(root, {"place"}), "articles.raw/0/17");
  EXPECT_EQ(text_at(root, {"source", "form"}), "html");
  EXPECT_TRUE(text_at(root, {"source", "text"}).starts_with("<body><nav>Home"));
  EXPECT_EQ(text_at(root, {"article", "headline"}), "Outer mole reopens");
  EXPECT_EQ(text_at(root, {"version", "change", "number"}), "1");
  std::map<std::string, int> fates;
  for (JsonValue block = root.find("blocks").first(); block; block = block.next()) {
    ++fates[text_at(block, {"part"})];
  }
  EXPECT_EQ(fates, (std::map<std::string, int>{{"", 1}, {"body", 3}, {"headline", 1}}));
}

TEST_F(WatchTest, ALaterVersionSaysWhatChanged) {
  bring(event_of("Outer mole reopens"), 0);
  bring(event_of("Outer mole reopens",
                 "<p>A ferry to the island will call there three times a day in summer.</p>"),
        2);
  const auto lines = view().articles;
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].outcome, "revised");
  JsonDocument document;
  ASSERT_TRUE(document.read(*watch_->find_article(lines[0].id), {}));
  const JsonValue change = document.root().find("version").find("change");
  EXPECT_EQ(text_at(change, {"class"}), "addition");
  EXPECT_EQ(text_at(change.find("operations").first(), {"paragraph"}), "4");
}

TEST_F(WatchTest, OneASecondIsEnough) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(clean(event_of("Outer mole reopens"), Timestamp{kNoon.value + i * 100}));
  }
  EXPECT_EQ(view().articles.size(), 2u);
  EXPECT_EQ(view().sites.records.at(0).count, 20u) << "sites are counted always";
}

TEST_F(WatchTest, ADeadLetterIsKeptWithItsReasonWhateverItsBytes) {
  EXPECT_FALSE(clean("{\"html\": \"\xff\xfe<script>\"", kNoon));
  const auto lines = view().articles;
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].outcome, "bad_json");
  EXPECT_TRUE(lines[0].is_dead);
  JsonDocument document;
  const auto json = watch_->find_article(lines[0].id);
  ASSERT_TRUE(json && document.read(*json, {}));
  EXPECT_EQ(text_at(document.root(), {"dead", "reason"}), "bad_json");
  EXPECT_EQ(text_at(document.root(), {"source", "form"}), "event");
  EXPECT_EQ(text_at(document.root(), {"source", "text"}),
            "{\"html\": \"\xEF\xBF\xBD\xEF\xBF\xBD<script>\"");
}

TEST_F(WatchTest, APublishedVersionThatWasCleanedElsewhereIsKeptWithoutItsPage) {
  clean::CleanStage elsewhere(clean::stage_options(settings_, news::Lane::Live), inputs_->tables());
  const std::string event = event_of("Outer mole reopens");
  const auto cleaned = elsewhere.handle({.partition = {},
                                         .offset = {},
                                         .key = "k",
                                         .value = event,
                                         .headers = {},
                                         .appended_at = kNoon},
                                        *state_, kNoon);
  ASSERT_TRUE(cleaned);
  ASSERT_TRUE(judge(*cleaned, kNoon));
  const auto lines = view().articles;
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].headline, "Outer mole reopens");
  EXPECT_EQ(lines[0].bytes, 0u);
  JsonDocument document;
  ASSERT_TRUE(document.read(*watch_->find_article(lines[0].id), {}));
  EXPECT_FALSE(document.root().find("source"));
  EXPECT_EQ(text_at(document.root(), {"version", "change", "verdict"}), "new");
}

TEST_F(WatchTest, WhatIsNotKeptIsNotFound) { EXPECT_FALSE(watch_->find_article(1)); }

class SwitchedOff : public WatchTest {
 protected:
  SwitchedOff() : WatchTest("0") {}
};

TEST_F(SwitchedOff, NoTextStaysBehind) {
  bring(event_of("Outer mole reopens"), 0);
  EXPECT_FALSE(clean("{", kNoon));
  EXPECT_TRUE(view().articles.empty());
  EXPECT_FALSE(view().keeps_articles);
  EXPECT_EQ(view().sites.records.size(), 1u);
}

}  // namespace
}  // namespace cli::watch
