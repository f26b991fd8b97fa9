// Names that the configuration takes from other rooms, which it may not ask: both must say the
// same.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>

#include "adapters/config/keys.h"
#include "adapters/config/values.h"
#include "news/decode/event.h"

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

}  // namespace
}  // namespace cli
