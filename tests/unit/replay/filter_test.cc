#include "replay/filter.h"

#include <gtest/gtest.h>

namespace replay {
namespace {

constexpr std::string_view kEvent =
    R"({"url":"https://www.harbourpost.example/ferry","fetched_at":"2026-03-02T07:00:00Z",)"
    R"("text":"One line.","meta":{"crawler":"north","depth":2,"fresh":true}})";

const base::Timestamp kCame = *base::read_rfc3339("2026-03-02T07:00:05Z");

base::Timestamp at(std::string_view text) { return *base::read_rfc3339(text); }

bool takes(const Selection& selection, std::optional<std::string_view> value = kEvent) {
  const news::PublisherTable publishers;
  const news::identity::Suffixes suffixes;
  Filter filter(selection, {}, {suffixes, publishers});
  return filter.takes({{0}, {7}, "a key", value, {}, kCame});
}

TEST(Filter, TakesSitesByTheirRegistrableDomain) {
  Selection selection;
  selection.sites = {"coastwire.example", "harbourpost.example"};
  EXPECT_TRUE(takes(selection));
  selection.sites = {"www.harbourpost.example"};
  EXPECT_FALSE(takes(selection));
}

TEST(Filter, TakesKeysAsTheyAre) {
  Selection selection;
  selection.keys = {"a key"};
  EXPECT_TRUE(takes(selection));
  EXPECT_TRUE(takes(selection, std::nullopt));
  selection.keys = {"a"};
  EXPECT_FALSE(takes(selection));
}

TEST(Filter, TakesWhatWasFetchedFromATimeUpToAnother) {
  Selection selection;
  selection.fetched_from = at("2026-03-02T07:00:00Z");
  selection.fetched_to = at("2026-03-02T07:00:01Z");
  EXPECT_TRUE(takes(selection));
  selection.fetched_to = at("2026-03-02T07:00:00Z");
  EXPECT_FALSE(takes(selection)) << "the end itself is out";
  selection = {};
  selection.fetched_from = at("2026-03-02T07:00:01Z");
  EXPECT_FALSE(takes(selection));
}

TEST(Filter, TakesWhatCameFromATimeUpToAnother) {
  Selection selection;
  selection.came_from = kCame;
  EXPECT_TRUE(takes(selection));
  selection.came_to = kCame;
  EXPECT_FALSE(takes(selection));
}

TEST(Filter, TakesFieldsByTheirPathAndSpelling) {
  Selection selection;
  selection.where = {{"meta.crawler", "north"}, {"meta.depth", "2"}, {"meta.fresh", "true"}};
  EXPECT_TRUE(takes(selection));
  selection.where.push_back({"meta.crawler", "south"});
  EXPECT_FALSE(takes(selection)) << "all of them";
  selection.where = {{"meta.none", ""}};
  EXPECT_FALSE(takes(selection)) << "a field that is not there is not empty";
}

TEST(Filter, TakesNothingThatItCannotLookInto) {
  Selection selection;
  selection.sites = {"harbourpost.example"};
  EXPECT_FALSE(takes(selection, "{\"url\":"));
  EXPECT_FALSE(takes(selection, std::nullopt));
  selection = {};
  selection.where = {{"url", "x"}};
  EXPECT_FALSE(takes(selection, "{\"url\":"));
}

TEST(Selections, HaveOneSpellingEach) {
  Selection one, other;
  one.sites = {"a", "b"};
  other.sites = {"b", "a"};
  EXPECT_EQ(to_text(one), to_text(other));
  other.sites = {"a b"};
  EXPECT_NE(to_text(one), to_text(other));
  other = {};
  other.keys = {"a", "b"};
  EXPECT_NE(to_text(one), to_text(other));
  other = {};
  other.of_dead = true;
  one = other;
  one.reasons = {"bad_json"};
  EXPECT_NE(to_text(one), to_text(other));
  one = other;
  one.attempts_max = 3;
  EXPECT_NE(to_text(one), to_text(other));
  EXPECT_NE(to_text(other), "") << "dead letters are copied otherwise";
  EXPECT_EQ(to_text(Selection{}), "");
}

}  // namespace
}  // namespace replay
