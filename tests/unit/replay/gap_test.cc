#include "replay/gap.h"

#include <gtest/gtest.h>

namespace replay {
namespace {

constexpr std::int64_t kDay = 86'400'000;
constexpr base::Timestamp kStart{20'000 * kDay};

base::Timestamp day(int days) { return {kStart.value + days * kDay}; }

// Fetched so many days after the input's start; its versions since then.
std::string article(int fetched, const std::vector<int>& since,
                    const std::string& status = "usable") {
  std::string json = R"({"ninjs":{"pubStatus":")" + status + R"("},"change":{"history":[)";
  for (std::size_t i = 0; i < since.size(); ++i) {
    json += (i == 0 ? "" : ",") + std::string(R"({"since":")") + base::to_rfc3339(day(since[i])) +
            R"("})";
  }
  return json + R"(]},"source":{"fetched_at":")" + base::to_rfc3339(day(fetched)) + R"("}})";
}

KnownArticle read(const std::string& json, int published, InputStart start = {{kStart}, false}) {
  return GapReader(std::move(start)).read({1, 2}, 7, "site.example", json, day(published));
}

TEST(Gap, IsNoneWhereTheInputBeginsWithItsFirstRecord) {
  EXPECT_EQ(read(article(-9, {-9}), -9, {{std::nullopt}, false}).knowledge, Knowledge::Whole);
  EXPECT_TRUE((InputStart{{std::nullopt, std::nullopt}, false}.is_whole()));
  EXPECT_FALSE((InputStart{{std::nullopt, kStart}, false}.is_whole()));
}

TEST(Gap, TellsWhatIsLostFromWhatIsCutShort) {
  EXPECT_EQ(read(article(1, {1}), 1).knowledge, Knowledge::Whole);
  EXPECT_EQ(read(article(0, {0}), 0).knowledge, Knowledge::Whole) << "exactly at the start";
  EXPECT_EQ(read(article(3, {-2, 3}), 3).knowledge, Knowledge::CutShort);
  EXPECT_EQ(read(article(3, {3, -2}), 3).knowledge, Knowledge::CutShort) << "in any order";
  EXPECT_EQ(read(article(-2, {-2}), -1).knowledge, Knowledge::Lost);
  EXPECT_EQ(read(article(-2, {-2}), 1).knowledge, Knowledge::Unsure) << "came by a backfill?";
  EXPECT_EQ(read("{}", 9).knowledge, Knowledge::Lost) << "nothing tells when";
  EXPECT_EQ(read("no article", 9).knowledge, Knowledge::Lost);
}

TEST(Gap, LooksAtThePartitionOfTheSiteWhereThereIsOne) {
  const std::int32_t home = base::partition_for_key("site.example", 4);
  InputStart start{{std::nullopt, std::nullopt, std::nullopt, std::nullopt}, true};
  start.since[static_cast<std::size_t>((home + 1) % 4)] = kStart;
  EXPECT_EQ(read(article(-2, {-2}), -2, start).knowledge, Knowledge::Whole);
  start.by_site = false;
  EXPECT_EQ(read(article(-2, {-2}), -2, start).knowledge, Knowledge::Lost) << "it may be anywhere";
  start = {{std::nullopt, std::nullopt, std::nullopt, std::nullopt}, true};
  start.since[static_cast<std::size_t>(home)] = kStart;
  EXPECT_EQ(read(article(-2, {-2}), -2, start).knowledge, Knowledge::Lost);
}

TEST(Gap, CountsEachArticleOnceAndWithdrawnOnesToo) {
  Gap gap;
  gap.add(read(article(1, {1}), 1));
  gap.add(read(article(-2, {-2}), -2));
  gap.add(read(article(-2, {-2}, "canceled"), -2));
  gap.add(read(article(-2, {-2}), 1));
  gap.add(read(article(3, {-2, 3}), 3));
  gap.add({{9, 9}, 1, Knowledge::None, false});  // taken down
  EXPECT_EQ(gap, (Gap{.articles = 5, .lost = 2, .unsure = 1, .cut_short = 1, .lost_withdrawn = 1}));
  EXPECT_FALSE(gap.empty());
  EXPECT_TRUE((Gap{.articles = 5}.empty()));
}

}  // namespace
}  // namespace replay
