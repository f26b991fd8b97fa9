// config/topics.yaml is what `validate --create-topics` would make under the defaults, for people
// and tools that make topics by other means. UPDATE_GOLDEN=1 writes it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "adapters/config/load.h"
#include "cli/service.h"

namespace cli {
namespace {

constexpr std::string_view kHead =
    "# The topics that Dateline needs under its default configuration: what `dateline validate\n"
    "# --create-topics` makes of those that are missing, with the broker's own replication.\n"
    "# partitions_of: partition for partition the same as that topic. required: a topic that "
    "exists\n"
    "# and differs there is refused; sizes and times may be larger.\n"
    "# This file is generated. Change services/adapters/kafka/topics.cc, never this.\n"
    "topics:\n";

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string to_yaml(const adapters::kafka::TopicPlan& plan) {
  std::string text = "  - name: " + plan.name + "\n    partitions: ";
  text += std::to_string(plan.partitions) + "\n";
  if (!plan.partitions_of.empty()) text += "    partitions_of: " + plan.partitions_of + "\n";
  text += "    required: [" + joined(plan.required) + "]\n    config:\n";
  for (const auto& [name, value] : plan.settings) {
    text += "      " + name + ": \"" + value + "\"\n";
  }
  return text;
}

TEST(TopicsFile, IsWhatValidateWouldMake) {
  std::string expected(kHead);
  for (const auto& plan : topics_of(adapters::config::load({}).settings)) expected += to_yaml(plan);
  const std::string path = std::string(DATELINE_SOURCE_DIR) + "/config/topics.yaml";
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << expected;
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  const std::string found{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(found, expected) << "UPDATE_GOLDEN=1 rewrites config/topics.yaml";
}

}  // namespace
}  // namespace cli
