#include "replay/stage.h"

#include <gtest/gtest.h>

namespace replay {
namespace {

using Headers = std::vector<stream::OwnedHeader>;

class NoState final : public stream::StateReader {
 public:
  base::Result<std::optional<std::string>> get(std::string_view) const override {
    ADD_FAILURE() << "a copy has no state";
    return std::optional<std::string>();
  }
};

stream::Effects copy(const stream::Record& record, std::unique_ptr<Filter> filter = nullptr) {
  CopyStage stage({"articles.raw", "articles.raw.backfill", "week-44"}, std::move(filter));
  return *stage.handle(record, NoState(), {});
}

stream::Record record(std::optional<std::string_view> value,
                      std::span<const stream::Header> headers = {}) {
  return {{3}, {90'011'870}, "harbourpost.example", value, headers, {1'700'000'000'123}};
}

std::uint64_t count(const stream::Effects& effects, const std::string& counter) {
  const CopyStage stage({"in", "out", "id"}, nullptr);
  std::uint64_t sum = 0;
  for (const stream::Tally& tally : effects.tally) {
    const stream::CounterSpec& spec = stage.spec().counters.at(tally.counter.value);
    if (spec.metric + '{' + spec.labels + '}' == counter) sum += tally.count;
  }
  return sum;
}

TEST(CopyStage, CopiesARecordAndSaysWhereItIsFrom) {
  const std::vector<stream::Header> headers{{"traceparent", "00-1"}};
  const stream::Effects effects = copy(record("{}", headers));
  ASSERT_EQ(effects.out.size(), 1u);
  const stream::OutRecord& out = effects.out[0];
  EXPECT_EQ(out.key, "harbourpost.example");
  EXPECT_EQ(out.value, "{}");
  EXPECT_EQ(out.headers, (Headers{{"traceparent", "00-1"},
                                  {"dateline-replay", "week-44"},
                                  {"dateline-origin", "articles.raw/3/90011870"},
                                  {"dateline-origin-time", "1700000000123"}}));
  EXPECT_EQ(count(effects, "replay_records_total{result=\"copied\"}"), 1u);
  EXPECT_EQ(count(effects, "replay_bytes_total{}"), 21u);
}

TEST(CopyStage, OfACopyKeepsWhatItTellsOfTheFirst) {
  const std::vector<stream::Header> headers{{"dateline-replay", "week-43"},
                                            {"dateline-origin", "articles.raw/1/2"},
                                            {"dateline-origin-time", "1600000000000"}};
  EXPECT_EQ(copy(record("{}", headers)).out[0].headers,
            (Headers{{"dateline-origin", "articles.raw/1/2"},
                     {"dateline-origin-time", "1600000000000"},
                     {"dateline-replay", "week-44"}}));
}

TEST(CopyStage, CopiesATombstoneAsOne) {
  const stream::Effects effects = copy(record(std::nullopt));
  EXPECT_EQ(effects.out[0].value, std::nullopt);
  EXPECT_EQ(copy(record("")).out[0].value, "");
}

TEST(CopyStage, CountsWhatItDoesNotCopy) {
  const news::PublisherTable publishers;
  const news::identity::Suffixes suffixes;
  Selection selection;
  selection.keys = {"other"};
  auto filter = std::make_unique<Filter>(selection, news::decode::Options{},
                                         news::identity::AddressRules{suffixes, publishers});
  const stream::Effects effects = copy(record("{}"), std::move(filter));
  EXPECT_TRUE(effects.out.empty());
  EXPECT_EQ(count(effects, "replay_records_total{result=\"filtered\"}"), 1u);
}

}  // namespace
}  // namespace replay
