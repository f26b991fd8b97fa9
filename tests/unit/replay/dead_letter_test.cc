#include "replay/dead_letter.h"

#include <gtest/gtest.h>

#include "replay/filter.h"
#include "replay/stage.h"

namespace replay {
namespace {

using Headers = std::vector<stream::Header>;

const Headers kHeaders{{"traceparent", "00-1"},
                       {"dateline-origin", "articles.raw/1/2"},
                       {"dateline-reason", "bad_json"},
                       {"dateline-detail", "byte 17"},
                       {"dateline-stage", "clean"},
                       {"dateline-origin", "articles.raw.backfill/0/9"},
                       {"dateline-origin-time", "1600000000000"},
                       {"dateline-attempts", "2"},
                       {"dateline-generation", "g2"},
                       {"__connect.errors.topic", "articles.raw"}};

Headers with(std::string_view key, std::string_view value) {
  Headers headers = kHeaders;
  for (stream::Header& header : headers) {
    if (header.key == key) header.value = value;
  }
  return headers;
}

struct World {
  news::PublisherTable publishers;
  news::identity::Suffixes suffixes;
  news::identity::AddressRules rules() const { return {suffixes, publishers}; }
};

std::string site_of(const Headers& headers, std::string_view key,
                    std::optional<std::string_view> value) {
  const World world;
  SiteFinder finder({"link", "page.url"}, world.rules());
  return finder.find(read_dead_letter(headers, value), key, value);
}

bool takes(const Selection& selection, const Headers& headers,
           std::optional<std::string_view> value) {
  const World world;
  Filter filter(selection, {}, world.rules());
  return filter.takes({{0}, {7}, "a key", value, headers, {1'700'000'000'123}});
}

TEST(ReadDeadLetter, TellsWhatItsHeadersSay) {
  const DeadLetter letter = read_dead_letter(kHeaders, "{");
  EXPECT_EQ(letter.reason, "bad_json");
  EXPECT_EQ(letter.detail, "byte 17");
  EXPECT_EQ(letter.stage, "clean");
  EXPECT_EQ(letter.origin, "articles.raw.backfill/0/9") << "where it died, not where it was first";
  EXPECT_EQ(letter.origin_time, base::Timestamp{1'600'000'000'000});
  EXPECT_EQ(letter.attempts, 2);
  EXPECT_TRUE(letter.is_whole);
}

TEST(ReadDeadLetter, TakesWhatItCannotReadForTheFirstAttempt) {
  EXPECT_EQ(read_dead_letter({}, "{").attempts, 1);
  EXPECT_EQ(read_dead_letter(with("dateline-attempts", "2x"), "{").attempts, 1);
  EXPECT_EQ(read_dead_letter(with("dateline-origin-time", "soon"), "{").origin_time, std::nullopt);
}

TEST(ReadDeadLetter, KnowsAPartFromTheWhole) {
  Headers cut = kHeaders;
  cut.push_back({"dateline-value-bytes", "9000000"});
  EXPECT_FALSE(read_dead_letter(cut, "{").is_whole);
  EXPECT_FALSE(read_dead_letter(kHeaders, std::nullopt).is_whole);
}

TEST(SiteFinder, LooksForTheAddressWhereEventsHaveIt) {
  EXPECT_EQ(site_of(kHeaders, "k", R"({"link":"https://www.coastwire.example/a"})"),
            "coastwire.example");
  EXPECT_EQ(site_of(kHeaders, "k", R"({"link":7,"page":{"url":"https://coastwire.example/a"}})"),
            "coastwire.example");
  EXPECT_EQ(site_of(kHeaders, "k", R"({"url":"https://coastwire.example/a"})"), "");
  EXPECT_EQ(site_of(kHeaders, "k", "{\"link\":"), "");
  EXPECT_EQ(site_of(kHeaders, "k", std::nullopt), "");
}

TEST(SiteFinder, GoesByTheDetailOrTheKeyWhereTheValueDoesNotTell) {
  const Headers refused = with("dateline-detail", "503 at https://www.coastwire.example/a");
  EXPECT_EQ(site_of(refused, "k", std::nullopt), "coastwire.example");
  EXPECT_EQ(site_of(refused, "https://harbourpost.example/b", ""), "coastwire.example");
  EXPECT_EQ(site_of(kHeaders, "https://harbourpost.example/b", "{\"link\":"),
            "harbourpost.example");
  EXPECT_EQ(site_of(with("dateline-detail", "503 at home"), "k", std::nullopt), "");
}

TEST(SiteFinder, HasTheSiteOfAJudgedRecordFromItsKey) {
  EXPECT_EQ(site_of(with("dateline-stage", "version"), "coastwire.example", "x"),
            "coastwire.example");
}

TEST(Filter, TakesOfDeadLettersOnlyWholeEventsOfTheReasons) {
  Selection selection;
  selection.of_dead = true;
  EXPECT_TRUE(takes(selection, kHeaders, "{"));
  EXPECT_FALSE(takes(selection, with("dateline-stage", "version"), "{")) << "no event";
  EXPECT_FALSE(takes(selection, kHeaders, std::nullopt));
  selection.reasons = {"no_url", "bad_json"};
  EXPECT_TRUE(takes(selection, kHeaders, "{"));
  selection.reasons = {"no_url"};
  EXPECT_FALSE(takes(selection, kHeaders, "{"));
}

TEST(Filter, TakesDeadLettersOfASiteThoughTheyAreBroken) {
  Selection selection;
  selection.of_dead = true;
  selection.sites = {"coastwire.example"};
  const char* const no_text = R"({"url":"https://coastwire.example/a"})";
  EXPECT_TRUE(takes(selection, kHeaders, no_text));
  selection.sites = {"harbourpost.example"};
  EXPECT_FALSE(takes(selection, kHeaders, no_text));
}

TEST(CopyStage, LeavesBehindWhatTellsOfADeath) {
  class NoState final : public stream::StateReader {
   public:
    base::Result<std::optional<std::string>> get(std::string_view) const override {
      return std::optional<std::string>();
    }
  };
  CopyStage stage({"articles.dead", "articles.raw.backfill", "again", true}, nullptr);
  const stream::Record record{{0}, {7}, "a key", "{", kHeaders, {1'700'000'000'123}};
  const stream::Effects effects = *stage.handle(record, NoState(), {});
  ASSERT_EQ(effects.out.size(), 1u);
  EXPECT_EQ(effects.out[0].key, "a key");
  EXPECT_EQ(effects.out[0].value, "{");
  EXPECT_EQ(effects.out[0].headers,
            (std::vector<stream::OwnedHeader>{{"traceparent", "00-1"},
                                              {"dateline-origin", "articles.raw/1/2"},
                                              {"dateline-origin-time", "1600000000000"},
                                              {"dateline-attempts", "2"},
                                              {"dateline-replay", "again"}}));
}

}  // namespace
}  // namespace replay
