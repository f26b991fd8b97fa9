#include "adapters/config/show.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace adapters::config {
namespace {

std::string read(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Show, TheCommittedExampleIsTheTable) {
  EXPECT_EQ(read(DATELINE_SOURCE_DIR "/config/dateline.yaml"), example())
      << "write it anew: dateline config example > config/dateline.yaml";
}

TEST(Show, TheExampleIsReadAsTheDefaults) {
  const Loaded loaded = load({.files = {{"example", example()}}});
  ASSERT_TRUE(loaded.problems.empty()) << to_string(loaded.problems.front());
  for (const Effective& one : loaded.effective) {
    EXPECT_EQ(one.origin, "example") << one.key->path;
  }
  EXPECT_EQ(show(loaded.effective, Which::All).size(), show(load({}).effective, Which::All).size());
}

TEST(Show, WhatIsShownIsReadBack) {
  Sources sources{.sets = {"input.text_prefix=a \"b\" \\ c", "kafka.properties=linger.ms=5",
                           "input.fields=html=a|b", "commit.interval=1500ms"}};
  const Loaded first = load(sources);
  std::string yaml;
  Loaded second;
  for (const Effective& one : first.effective) {
    const std::string line = show({one}, Which::All);
    // Dotted paths are not YAML sections: nest them by hand.
    const std::string path(one.key->path);
    const std::size_t dot = path.find('.');
    const std::string nested =
        dot == std::string::npos ? line : path.substr(0, dot) + ":\n  " + line.substr(dot + 1);
    const Loaded again = load({.files = {{"shown", nested}}});
    ASSERT_TRUE(again.problems.empty()) << nested << to_string(again.problems.front());
    EXPECT_EQ(again.effective[&one - first.effective.data()].value, one.value) << nested;
  }
}

TEST(Show, SecretsAreMaskedAndOriginsTold) {
  const Loaded loaded = load({.sets = {"kafka.properties=sasl.password=hunter2,linger.ms=5"}});
  EXPECT_EQ(show(loaded.effective, Which::Changed),
            "kafka.properties: {sasl.password: \"***\", linger.ms: 5}  # --set\n");
}

}  // namespace
}  // namespace adapters::config
