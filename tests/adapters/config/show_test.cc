#include "adapters/config/show.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/config/schema.h"
#include "adapters/config/typed.h"

namespace adapters::config {
namespace {

std::string read(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Show, TheExampleIsReadAsTheDefaults) {
  const Loaded loaded = load({.files = {{"example", example()}}});
  ASSERT_TRUE(loaded.problems.empty()) << to_string(loaded.problems.front());
  for (const Effective& one : loaded.effective) {
    EXPECT_EQ(one.origin.place.source, "example") << one.key->path;
    EXPECT_EQ(one.value, default_of(*one.key)) << one.key->path;
  }
  EXPECT_EQ(loaded.effective.size(), keys().size());
}

TEST(Show, WhatIsShownIsReadBack) {
  Sources sources{.sets = {"input.text_prefix=a \"b\" \\ c", "kafka.properties=linger.ms=5",
                           "input.fields=html=a|b", "commit.interval=1500ms"}};
  const Loaded first = load(sources);
  std::string yaml;
  Loaded second;
  for (const Effective& one : first.effective) {
    const std::string line = std::string(one.key->path) + ": " + spell_masked(one) + "\n";
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
  EXPECT_EQ(show_table(loaded.effective, Which::Changed),
            "KEY               VALUE                                 FROM\n"
            "kafka.properties  {sasl.password: \"***\", linger.ms: 5}  --set\n");
  EXPECT_EQ(
      show_json(loaded.effective, Which::Changed),
      "{\"key\": \"kafka.properties\", \"value\": {\"sasl.password\": \"***\", \"linger.ms\": "
      "\"5\"}, \"from\": \"--set\", \"live\": false}\n");
}

TEST(Show, WhatAFileHeldIsMaskedAndOnlyThat) {
  const std::string path = std::filesystem::temp_directory_path() / "dateline-masked-test";
  std::ofstream(path) << "7";
  const std::string from = "'${file:" + path + "}'";
  const Loaded loaded = load({.files = {{"d.yaml", "app: " + from + "\nworkers: {clean: " + from +
                                                       "}\nkafka: {properties: {retries: " + from +
                                                       ", linger.ms: 5}}\n"}}});
  std::filesystem::remove(path);
  ASSERT_TRUE(loaded.problems.empty()) << to_string(loaded.problems.front());
  EXPECT_EQ(loaded.settings.workers.clean, 7);
  EXPECT_EQ(show_table(loaded.effective, Which::Changed),
            "KEY               VALUE                           FROM\n"
            "app               \"***\"                           d.yaml:1\n"
            "workers.clean     \"***\"                           d.yaml:2\n"
            "kafka.properties  {retries: \"***\", linger.ms: 5}  d.yaml:3\n");
  const std::string json = show_json(loaded.effective, Which::All);
  EXPECT_EQ(json.find("7\""), std::string::npos) << json;
  EXPECT_NE(json.find("{\"key\": \"workers.clean\", \"value\": \"***\", \"from\": \"d.yaml:2\""),
            std::string::npos)
      << json;
}

// The committed file is what the table says. UPDATE_GOLDEN=1 writes it again.
void expect_committed(const std::string& path, const std::string& text) {
  const std::string file = DATELINE_SOURCE_DIR "/" + path;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(file, std::ios::trunc) << text;
  EXPECT_TRUE(read(file) == text) << path << " differs; UPDATE_GOLDEN=1 writes it again";
}

TEST(Show, TheCommittedFilesAreTheTable) {
  expect_committed("config/dateline.yaml", example());
  expect_committed("config/dateline.schema.json", schema());
  expect_committed("docs/configuration.md", reference());
}

}  // namespace
}  // namespace adapters::config
