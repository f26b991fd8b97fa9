// What a second generation is called, and what is said of it.
#include "cli/generation.h"

#include <gtest/gtest.h>

#include <sstream>

#include "adapters/config/load.h"
#include "cli/generation_text.h"

namespace cli {
namespace {

using adapters::config::Settings;

Settings settings(const std::vector<std::string>& sets = {}) {
  return adapters::config::load({.files = {}, .environment = {}, .sets = sets}).settings;
}

TEST(GenerationNames, AreTheRunningOnesWithItsOwnBehindThem) {
  EXPECT_EQ(name_beside("articles.clean", "g1", "g2"), "articles.clean.g2");
  EXPECT_EQ(name_beside("articles.clean.g2", "g2", "g3"), "articles.clean.g3");
  EXPECT_EQ(name_beside("articles.clean.g2", "g1", "g3"), "articles.clean.g2.g3");
  EXPECT_EQ(name_beside(".g1", "g1", "g2"), ".g1.g2") << "nothing would be left";
  EXPECT_EQ(name_beside("", "g1", "g2"), "") << "not written";
}

TEST(GenerationNames, LeaveAloneWhatBothMayHave) {
  const Settings running = settings(), made = beside(running, "g2", Origin::Raw);
  EXPECT_EQ(made.topics.raw, running.topics.raw);
  EXPECT_EQ(made.topics.backfill, running.topics.backfill);
  EXPECT_EQ(made.topics.dead, running.topics.dead);
  EXPECT_EQ(made.topics.takedowns, running.topics.takedowns);
  EXPECT_EQ(made.topics.candidates, "dateline.candidates.g2");
  EXPECT_EQ(beside(running, "g2", Origin::Candidates).topics.candidates, running.topics.candidates);
}

using Differences = std::vector<std::pair<std::string, std::string>>;

TEST(GenerationNames, AreToldAsKeys) {
  const Settings running = settings();
  EXPECT_EQ(differences_of(running, beside(running, "g2", Origin::Raw)),
            (Differences{{"generation", "g2"},
                         {"topics.candidates", "dateline.candidates.g2"},
                         {"topics.clean", "articles.clean.g2"},
                         {"topics.versions", "articles.versions.g2"}}));
  EXPECT_EQ(differences_of(running, beside(running, "g2", Origin::Candidates)),
            (Differences{{"generation", "g2"},
                         {"stages", "version"},
                         {"topics.clean", "articles.clean.g2"},
                         {"topics.versions", "articles.versions.g2"}}));
  const Settings without = settings({"topics.versions="});
  EXPECT_EQ(differences_of(without, beside(without, "g2", Origin::Raw)).size(), 3u);
}

TEST(GenerationNames, AreRefusedWhereKafkaOrWeCannotTakeThem) {
  EXPECT_FALSE(find_complaint(settings(), "g2"));
  EXPECT_FALSE(find_complaint(settings(), std::string(30, 'g')));
  for (const std::string& name : {std::string(31, 'g'), std::string(), std::string("a/b"),
                                  std::string("."), std::string("a b")}) {
    EXPECT_TRUE(find_complaint(settings(), name)) << name;
  }
  const Settings almost = settings({"topics.clean=" + std::string(246, 'a')});
  EXPECT_FALSE(find_complaint(almost, "g2"));
  EXPECT_TRUE(find_complaint(almost, "g22"));
}

replay::GenerationPlan plan() {
  replay::GenerationPlan plan{
      .name = "g2", .digest = "0f", .groups = {}, .topics = {}, .refusals = {}, .gap = {}};
  plan.groups = {{"dateline.version.g2", "dateline.candidates", {{0, 5, 9, 4, 0, ""}}, false}};
  plan.topics = {"articles.clean.g2"};
  plan.gap = {.articles = 1200, .lost = 3, .unsure = 2, .cut_short = 1, .lost_withdrawn = 1};
  return plan;
}

std::string table(const replay::GenerationPlan& plan, Origin origin) {
  const Settings running = settings(), made = beside(running, "g2", origin);
  std::ostringstream out;
  print_table(out, {plan, {running, made}});
  return out.str();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(GenerationText, TellsWithWhichKeysItRunsAndWhatMayGo) {
  const std::string text = table(plan(), Origin::Candidates);
  for (const char* line :
       {"dateline.version.g2 reads dateline.candidates\n", "  articles.clean.g2\n",
        "of 1,200 articles that g1 knows\n", "             3  are lost", "1 of them withdrawn",
        "             2  may be", "             1  are cut short", "  --set generation=g2\n",
        "  --set stages=version\n", "  DATELINE_TOPICS_CLEAN=articles.clean.g2\n",
        "  dateline replay compare g1 g2\n", "run g1 with --stages clean: it still cleans for both",
        "--delete --topic dateline.version.g1.changelog\n", "--delete --topic articles.clean\n",
        "--delete --group dateline.version.g2\n"}) {
    EXPECT_TRUE(has(text, line)) << line << "\nin\n" << text;
  }
  EXPECT_FALSE(has(text, "--topic dateline.candidates")) << "both live on it";
  EXPECT_FALSE(has(text, "--group dateline.clean.g1"));
  EXPECT_FALSE(has(text, "--topic articles.raw"));
  EXPECT_FALSE(has(text, "--topic dateline.takedowns"));
}

TEST(GenerationText, LetsTheFirstOneGoWhereTheSecondCleansForItself) {
  const std::string text = table(plan(), Origin::Raw);
  EXPECT_TRUE(has(text, "then stop g1\n"));
  EXPECT_TRUE(has(text, "--delete --topic dateline.candidates\n"));
  EXPECT_TRUE(has(text, "--delete --topic dateline.candidates.g2\n"));
  EXPECT_TRUE(has(text, "--delete --group dateline.clean.backfill.g1\n"));
  EXPECT_FALSE(has(text, "--topic articles.raw"));
}

TEST(GenerationText, TellsOfARefusedOneOnlyWhatIsAgainstIt) {
  replay::GenerationPlan refused = plan();
  refused.refusals = {"no"};
  const std::string text = table(refused, Origin::Raw);
  EXPECT_TRUE(has(text, "refused: no\n"));
  EXPECT_FALSE(has(text, "--set"));
}

TEST(GenerationText, IsOneObjectForScripts) {
  const Settings running = settings(), made = beside(running, "g2", Origin::Raw);
  const replay::GenerationPlan shown = plan();
  std::ostringstream out;
  print_json(out, {shown, {running, made}});
  EXPECT_EQ(out.str(),
            R"({"format":1,"generation":"g2","digest":"0f","made":false,"groups":[)"
            R"({"group":"dateline.version.g2","topic":"dateline.candidates","partitions":[)"
            R"({"partition":0,"from":5,"to":9}]}],"topics":["articles.clean.g2"],"unknown":)"
            R"({"articles":1200,"lost":3,"lost_withdrawn":1,"unsure":2,"cut_short":1},"keys":)"
            R"({"generation":"g2","topics.candidates":"dateline.candidates.g2",)"
            R"("topics.clean":"articles.clean.g2","topics.versions":"articles.versions.g2"},)"
            R"("refused":[]})"
            "\n");
}

}  // namespace
}  // namespace cli
