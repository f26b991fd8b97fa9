#include "benchmarks/workload.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "base/hash.h"

namespace benchmarks {
namespace {

std::uint64_t hash_of(const WorkloadOptions& options, int events) {
  Workload workload(options);
  base::Xxh3Stream stream;
  for (int i = 0; i < events; ++i) stream.add(workload.next().value);
  return stream.digest_64();
}

TEST(Workload, IsTheSameFromTheSameSeed) {
  const WorkloadOptions options{.html_per_mille = 100, .broken_per_mille = 10};
  EXPECT_EQ(hash_of(options, 3000), hash_of(options, 3000));
  WorkloadOptions other = options;
  other.seed = 2;
  EXPECT_NE(hash_of(options, 3000), hash_of(other, 3000));
}

// Figures that are compared over years must come from one workload. Who changes it says so here.
TEST(Workload, IsTheSameEverywhere) {
  EXPECT_EQ(hash_of(WorkloadOptions{.html_per_mille = 50}, 2000), 13804103737304636439u);
}

TEST(Workload, HasTheSharesOfTheCanonicalMix) {
  Workload workload(WorkloadOptions{});
  std::map<EventKind, int> counts;
  for (int i = 0; i < 100'000; ++i) ++counts[workload.next().kind];
  EXPECT_NEAR(counts[EventKind::Duplicate], 65'000, 1'500);
  EXPECT_NEAR(counts[EventKind::New], 26'000, 1'500);
  EXPECT_NEAR(counts[EventKind::Revised], 5'000, 300);
  EXPECT_NEAR(counts[EventKind::OtherAddress], 2'500, 200);
  EXPECT_NEAR(counts[EventKind::Older], 500, 80);
  EXPECT_GT(counts[EventKind::Reverted], 0);
  EXPECT_GT(counts[EventKind::Withdrawn], 0);
  EXPECT_GT(counts[EventKind::Restored], 0);
  EXPECT_EQ(counts[EventKind::Broken], 0);
}

TEST(Workload, HasTextsOfTheCanonicalLengths) {
  std::vector<std::uint32_t> words;
  for (std::uint64_t i = 0; i < 1000; ++i) words.push_back(words_for(i));
  EXPECT_TRUE(std::is_sorted(words.begin(), words.end()));
  EXPECT_EQ(words[500], 407u);
  EXPECT_EQ(words[900], 1060u);

  Workload workload(WorkloadOptions{});
  std::size_t bytes = 0;
  for (int i = 0; i < 2000; ++i) bytes += workload.next().value.size();
  EXPECT_NEAR(static_cast<double>(bytes) / 2000, 4'000, 700);  // 3.4 KB of story, and its menus
}

TEST(Workload, FillsPagesToTheBytesAskedFor) {
  Workload workload(WorkloadOptions{.html_per_mille = 1000, .page_bytes = 100'000});
  const std::string value = workload.next().value;
  EXPECT_GT(value.size(), 100'000u);
  EXPECT_LT(value.size(), 125'000u);
}

TEST(Story, ChangesByItsEditsAlone) {
  const StorySeed before{.seed = 5, .words = 400};
  const Story a = make_story(before);
  for (const EditKind kind :
       {EditKind::Addition, EditKind::Edit, EditKind::Factual, EditKind::Headline,
        EditKind::Removal, EditKind::Cosmetic, EditKind::Rewrite, EditKind::Correction}) {
    StorySeed after = before;
    after.edits.push_back({kind, 7});
    const Story b = make_story(after);
    EXPECT_TRUE(a.headline != b.headline || a.paragraphs != b.paragraphs) << static_cast<int>(kind);
    after.edits.pop_back();
    EXPECT_EQ(make_story(after).paragraphs, a.paragraphs);
  }
  StorySeed silent = before;
  silent.edits.push_back({EditKind::Silent, 7});
  EXPECT_EQ(make_story(silent).paragraphs, a.paragraphs);
}

}  // namespace
}  // namespace benchmarks
