#include "cli/watch/top_keys.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>

#include "cli/watch/sites.h"

namespace cli::watch {
namespace {

using adapters::status::NamedCount;
using adapters::status::TopSite;
using adapters::status::TopSites;
using stream::Effects;
using stream::Result;

std::optional<TopKey> find(const TopKeys& keys, const std::string& key) {
  for (const TopKey& top : keys.all()) {
    if (top.key == key) return top;
  }
  return std::nullopt;
}

TEST(TopKeys, WhatIsFrequentIsFoundAmongAnyNumberOfKeys) {
  TopKeys keys;
  std::map<std::string, std::uint64_t> truth;
  for (int i = 0; i < 60'000; ++i) {
    // Ten that come again and again, and a crowd that comes once or twice.
    const std::string key =
        i % 4 == 0 ? "often-" + std::to_string(i / 4 % 10) : "once-" + std::to_string(i % 29'989);
    ++truth[key];
    keys.add(key);
  }
  EXPECT_EQ(keys.all().size(), TopKeys::kKeysMax) << "memory has its limit";
  for (int i = 0; i < 10; ++i) {
    const auto top = find(keys, "often-" + std::to_string(i));
    ASSERT_TRUE(top) << i;
    EXPECT_GE(top->count, truth[top->key]) << "no count is too low";
  }
  std::uint64_t all = 0;
  for (const TopKey& top : keys.all()) {
    EXPECT_LE(top.count - top.over, truth[top.key]) << "nor too high by more than it says";
    all += top.count;
  }
  EXPECT_EQ(all, 60'000u) << "whoever takes a place takes its count";
}

TEST(TopKeys, ALongKeyIsCutAndPartsAreCounted) {
  TopKeys keys;
  const std::string longest(300, 'x');
  keys.add(longest);
  EXPECT_EQ(keys.all().front().key.size(), TopKeys::kKeyBytesMax);
  const std::uint8_t parts[] = {1, 3};
  keys.add("a", parts);
  keys.add("a", parts);
  keys.add("b", std::span<const std::uint8_t>());
  EXPECT_EQ(find(keys, "a")->count, 4u);
  EXPECT_EQ(find(keys, "a")->parts[3], 2u);
  EXPECT_FALSE(find(keys, "b")) << "nothing is missing there";
}

stream::StageSpec make_spec() {
  stream::StageSpec spec;
  spec.counters = {{"clean_pages_total", "method=\"dump\",confidence=\"high\""},
                   {"clean_fields_total", "field=\"headline\",found=\"no\""},
                   {"clean_fields_total", "field=\"headline\",found=\"yes\""},
                   {"clean_fields_total", "field=\"authors\",found=\"no\""}};
  spec.dead_reasons = {"bad_json", "no_article"};
  return spec;
}

Result<Effects> effects_with(std::vector<std::uint32_t> counters) {
  Effects effects;
  for (const std::uint32_t counter : counters) {
    effects.tally.push_back({stream::CounterId{counter}, 1});
  }
  return effects;
}

TEST(Sites, AreCountedByRecordsDeadLettersAndMissingFields) {
  std::vector<std::unique_ptr<Sites>> workers;
  workers.push_back(std::make_unique<Sites>(make_spec()));
  workers.push_back(std::make_unique<Sites>(make_spec()));
  workers[0]->count("a.example", effects_with({0, 1, 3}));
  workers[1]->count("a.example", effects_with({0, 2, 3}));
  workers[1]->count("b.example", effects_with({0, 2}));
  workers[0]->count("b.example", base::dead_letter("no_article"));
  workers[1]->count("b.example", base::dead_letter("of_tomorrow"));
  workers[0]->count("", base::dead_letter("bad_json"));
  workers[0]->count("c.example", base::stop("broken", ""));
  const TopSites sum = sum_of(workers);
  EXPECT_EQ(sum.records, (std::vector<TopSite>{{"b.example", 3, 0}, {"a.example", 2, 0}}));
  EXPECT_EQ(sum.dead_letters,
            (std::vector<TopSite>{{"b.example", 2, 0, {{"no_article", 1}, {"other", 1}}}}));
  EXPECT_EQ(sum.missing,
            (std::vector<TopSite>{{"a.example", 3, 0, {{"authors", 2}, {"headline", 1}}}}));
}

TEST(Sites, OnlyTheTopOnesAreShown) {
  std::vector<std::unique_ptr<Sites>> workers;
  workers.push_back(std::make_unique<Sites>(make_spec()));
  for (int i = 0; i < 40; ++i) {
    for (int j = 0; j <= i; ++j) workers[0]->count("s" + std::to_string(i), effects_with({0}));
  }
  const TopSites sum = sum_of(workers);
  ASSERT_EQ(sum.records.size(), kSitesMax);
  EXPECT_EQ(sum.records.front().site, "s39");
  EXPECT_EQ(sum.records.back().site, "s20");
}

}  // namespace
}  // namespace cli::watch
