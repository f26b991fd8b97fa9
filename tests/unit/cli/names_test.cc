// Names that the configuration takes from other rooms, which it may not ask: both must say the
// same.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>

#include "adapters/config/keys.h"
#include "adapters/config/schema.h"
#include "adapters/config/values.h"
#include "adapters/kafka/settings.h"
#include "news/decode/event.h"
#include "news/identity/address.h"
#include "news/versions/normal.h"
#include "news/versions/timeline.h"
#include "version/rows.h"
#include "version/stage.h"

namespace cli {
namespace {

using Names = std::set<std::string>;

Names names_of(std::string_view path) {
  const auto names = adapters::config::split(adapters::config::find_key(path)->names, '|');
  return {names.begin(), names.end()};
}

// The first group of each match.
Names find_all(const std::filesystem::path& path, const std::regex& pattern) {
  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  Names found;
  for (std::sregex_iterator one(text.begin(), text.end(), pattern), end; one != end; ++one) {
    found.insert((*one)[1]);
  }
  return found;
}

// A room that writes and is not listed could not be silenced; one that is listed and does not
// write would be a setting without an effect.
TEST(Names, OfTheLogAreTheRoomsThatWriteAndWhatTheyAreIn) {
  const std::regex writes(
      R"re((?:kComponent = |LogJournal>\([^;"]*|write\(Level::\w+, )"([a-z._]+)")re");
  Names rooms;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(DATELINE_SOURCE_DIR "/services")) {
    if (entry.path().extension() != ".cc") continue;
    for (const std::string& room : find_all(entry.path(), writes)) {
      rooms.insert({room, room.substr(0, room.find('.'))});
    }
  }
  EXPECT_EQ(names_of("log.levels"), rooms);
}

TEST(Names, OfFieldsAreThoseThatAreRead) {
  const Names names = names_of("input.fields");
  for (const std::string& name : names) EXPECT_TRUE(news::decode::is_field(name)) << name;
  const std::regex property("\n    \"([a-z_0-9]+)\": \\{");
  EXPECT_EQ(names, find_all(DATELINE_SOURCE_DIR "/proto/raw_event.schema.json", property));
}

// What the page of all settings says of limits that nobody can set.
TEST(Names, OfFixedLimitsHaveTheValuesOfTheCode) {
  const std::pair<std::string, std::size_t> limits[] = {
      {"address_bytes_max", news::identity::kAddressBytesMax},
      {"aliases_max", version::kAliasesMax},
      {"sightings_max", news::versions::kSightingsMax},
      {"values_max", news::versions::kValuesMax},
      {"sentences_max", news::versions::kSentencesMax},
      {"merges_max", version::kMergesMax},
      {"record_bytes_max", adapters::kafka::kRecordBytesMax}};
  const std::string page = adapters::config::reference();
  for (const auto& [name, value] : limits) {
    const std::string text = adapters::config::spell_bytes(static_cast<std::int64_t>(value));
    EXPECT_NE(page.find("| `" + name + "` | " + text + " |"), std::string::npos) << name;
  }
}

// Each that a process counts is on that page, as one of these or as a key.
TEST(Names, OfCountedLimitsAreOnThePageOfSettings) {
  std::ifstream file(DATELINE_SOURCE_DIR "/deploy/prometheus/metrics.md");
  std::string line;
  while (std::getline(file, line) && !line.starts_with("| `limit` | `dateline_limits_total` |")) {
  }
  const std::regex limit("`([a-z_]+_max)`");
  const std::string page = adapters::config::reference();
  int counted = 0;
  for (std::sregex_iterator one(line.begin(), line.end(), limit), end; one != end; ++one) {
    const std::string name = (*one)[1];
    ++counted;
    EXPECT_TRUE(page.find("`" + name + "`") != std::string::npos ||
                adapters::config::find_key("limits." + name) != nullptr)
        << name;
  }
  EXPECT_GT(counted, 5);
}

}  // namespace
}  // namespace cli
