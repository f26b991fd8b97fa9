#include "adapters/config/publishers.h"

#include <gtest/gtest.h>

namespace adapters::config {
namespace {

std::string problems_of(const std::string& yaml) {
  std::string all;
  for (const Problem& one : read_publishers(yaml, "p").problems) all += to_string(one) + "\n";
  return all;
}

TEST(Publishers, EveryFieldIsRead) {
  const Publishers read = read_publishers(
      "publishers:\n"
      "  - {site: a.example, name: A Post, hosts: [a.example, b.example], zone: Asia/Seoul,\n"
      "     agency: true, credits: [AP], canonical: never,\n"
      "     query: {identity: [id], noise: [from]}}\n"
      "  - {site: c.example}\n",
      "p");
  ASSERT_TRUE(read.problems.empty());
  ASSERT_EQ(read.all.size(), 2u);
  const Publisher expected{.site = "a.example",
                           .name = "A Post",
                           .zone = "Asia/Seoul",
                           .hosts = {"a.example", "b.example"},
                           .credits = {"AP"},
                           .query_identity = {"id"},
                           .query_noise = {"from"},
                           .agency = true,
                           .canonical_never = true};
  EXPECT_EQ(read.all[0], expected);
  EXPECT_EQ(read.all[1].hosts, std::vector<std::string>{"c.example"});
}

TEST(Publishers, ProblemsHaveTheirPlace) {
  EXPECT_EQ(problems_of("publisher: []\n"),
            "p: publishers: must be a list of entries\n"
            "p:1:1: publisher: unknown key, only publishers is known here\n");
  EXPECT_EQ(problems_of("publishers:\n- {name: X}\n"),
            "p:2:3: site: is missing\n"
            "p:2:3: hosts: '' is not a host name in small letters\n");
  EXPECT_EQ(problems_of("publishers:\n- {site: a.example, zon: X}\n"),
            "p:2:21: zon: unknown key of a publisher\n");
  EXPECT_EQ(problems_of("publishers:\n- {site: a.example, agency: yes}\n"),
            "p:2:29: agency: 'yes' is neither true nor false\n");
  EXPECT_EQ(problems_of("publishers:\n- {site: a.example}\n- {site: b.example, hosts: "
                        "[a.example]}\n"),
            "p:3:3: 'a.example' stands in line 2 already\n");
  EXPECT_EQ(problems_of("publishers:\n- {site: a.example, hosts: [A.example]}\n"),
            "p:2:3: hosts: 'A.example' is not a host name in small letters\n");
}

TEST(Publishers, TheBuiltInFileIsGood) {
  const Publishers read = read_publishers(built_in_publishers(), "config/publishers.yaml");
  EXPECT_TRUE(read.problems.empty()) << to_string(read.problems.front());
  ASSERT_FALSE(read.all.empty());
  EXPECT_EQ(read.all[0].site, "joongang.co.kr");
  EXPECT_EQ(read.all[0].name, "Korea JoongAng Daily");
  EXPECT_EQ(read.all[0].zone, "");
}

}  // namespace
}  // namespace adapters::config
