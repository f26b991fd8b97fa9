// What the service does on a cluster, stage by stage.
#include "cli/access.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/config/load.h"

namespace cli {
namespace {

std::vector<std::string> needs_with(const std::vector<std::string>& sets) {
  const adapters::config::Loaded loaded =
      adapters::config::load({.files = {}, .environment = {}, .sets = sets});
  std::vector<std::string> texts;
  for (const adapters::kafka::Need& need : needs_of(loaded.settings)) {
    texts.push_back(to_text(need));
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

TEST(Access, CleanReadsItsLanesAndWritesCandidatesAndDeadLetters) {
  EXPECT_EQ(needs_with({"stages=clean"}),
            (std::vector<std::string>{
                "Read articles.raw", "Read articles.raw.backfill", "Read dateline.candidates",
                "Read group dateline.clean.backfill.g1", "Read group dateline.clean.g1",
                "Write articles.dead", "Write dateline.candidates",
                "Write transactional id dateline.clean.backfill.g1.*",
                "Write transactional id dateline.clean.g1.*"}));
}

TEST(Access, VersionOwnsItsChangelogAndWritesOnlyTopicsThatAreNamed) {
  EXPECT_EQ(
      needs_with({"stages=version", "topics.versions=", "generation=g7"}),
      (std::vector<std::string>{
          "Read articles.clean", "Read dateline.candidates", "Read dateline.takedowns",
          "Read dateline.version.g7.changelog", "Read group dateline.version.g7",
          "Write articles.clean", "Write articles.dead", "Write dateline.takedowns",
          "Write dateline.version.g7.changelog", "Write transactional id dateline.version.g7.*"}));
}

}  // namespace
}  // namespace cli
