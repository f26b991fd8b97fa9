#include "stream/dead_letter.h"

#include <gtest/gtest.h>

#include <map>

namespace stream {
namespace {

constexpr std::size_t kRoom = 10'000;

struct Given {
  std::vector<Header> headers;
  Record record;
  StageSpec stage;
  WorkerOptions options;

  Given() {
    stage.name = "clean";
    stage.input = "articles.raw";
    options.generation = "g2";
    options.connector = "dateline.clean.g2";
    record.partition = Partition{3};
    record.offset = InputOffset{42};
    record.key = "key";
    record.value = "value";
    record.appended_at = Timestamp{1'700'000'000'123};
  }
  DeadLetter make(std::size_t bytes_max = kRoom, Body body = Body::Keep,
                  std::string detail = "byte 17") {
    record.headers = headers;
    return make_dead_letter(record, base::dead_letter("bad_json", std::move(detail)), body, stage,
                            options, bytes_max);
  }
};

std::map<std::string, std::string> map_of(const DeadLetter& letter) {
  std::map<std::string, std::string> headers;
  for (const OwnedHeader& header : letter.headers) {
    EXPECT_TRUE(headers.emplace(header.key, header.value).second) << header.key << " twice";
  }
  return headers;
}

TEST(DeadLetter, KeepsTheRecordAndSaysWhyAndWhence) {
  Given given;
  given.headers = {{"traceparent", "00-1"}};
  const DeadLetter letter = given.make();
  EXPECT_EQ(letter.key, "key");
  EXPECT_EQ(letter.value, "value");
  EXPECT_EQ(letter.reason, "bad_json");
  const std::map<std::string, std::string> expected = {
      {"traceparent", "00-1"},
      {"dateline-reason", "bad_json"},
      {"dateline-detail", "byte 17"},
      {"dateline-stage", "clean"},
      {"dateline-origin", "articles.raw/3/42"},
      {"dateline-origin-time", "1700000000123"},
      {"dateline-attempts", "1"},
      {"dateline-generation", "g2"},
      {"__connect.errors.topic", "articles.raw"},
      {"__connect.errors.partition", "3"},
      {"__connect.errors.offset", "42"},
      {"__connect.errors.connector.name", "dateline.clean.g2"},
      {"__connect.errors.task.id", "0"},
      {"__connect.errors.stage", "TRANSFORMATION"},
      {"__connect.errors.class.name", "dateline.clean"},
      {"__connect.errors.exception.class.name", "dateline.bad_json"},
      {"__connect.errors.exception.message", "byte 17"}};
  EXPECT_EQ(map_of(letter), expected);
}

TEST(DeadLetter, LeavesConnectsHeadersOutIfToldTo) {
  Given given;
  given.options.dead_connect_headers = false;
  EXPECT_EQ(map_of(given.make()).size(), 7u);
}

TEST(DeadLetter, CountsTheAttemptsOfAReplayedOne) {
  Given given;
  given.headers = {{"dateline-attempts", "2"}, {"dateline-origin-time", "77"}};
  const auto headers = map_of(given.make());
  EXPECT_EQ(headers.at("dateline-attempts"), "3");
  EXPECT_EQ(headers.at("dateline-origin-time"), "77") << "clocks are judged by the first one";
}

TEST(DeadLetter, DoesNotTrustAForeignCount) {
  for (const char* text : {"", "x", "-4", "99999999999999999999", "2000000"}) {
    Given given;
    given.headers = {{"dateline-attempts", text}};
    EXPECT_EQ(map_of(given.make()).at("dateline-attempts"), "1") << text;
  }
}

TEST(DeadLetter, KeepsATombstoneATombstone) {
  Given given;
  given.record.value = std::nullopt;
  const DeadLetter letter = given.make();
  EXPECT_EQ(letter.value, std::nullopt);
  EXPECT_FALSE(map_of(letter).contains("dateline-value-bytes"));
}

TEST(DeadLetter, CutsTheValueToFitAndTellsItsLength) {
  Given given;
  const std::string value(50'000, 'v');
  given.record.value = value;
  const DeadLetter letter = given.make();
  EXPECT_EQ(bytes_of(letter), kRoom);
  EXPECT_EQ(map_of(letter).at("dateline-value-bytes"), "50000");
}

TEST(DeadLetter, KeepsAValueThatJustFits) {
  Given given;
  const std::size_t whole = bytes_of(given.make());
  const std::size_t header = std::string_view("dateline-value-bytes5").size();
  EXPECT_EQ(given.make(whole + header).value, "value");
  EXPECT_EQ(given.make(whole + header - 1).value, "valu");
}

TEST(DeadLetter, GivesUpHeadersAndKeyBeforeItsReason) {
  Given given;
  const std::string long_text(9'000, 'h');
  given.headers = {{"long", long_text}};
  given.record.key = long_text;
  const DeadLetter one = given.make();
  EXPECT_EQ(one.key, long_text);
  EXPECT_FALSE(map_of(one).contains("long"));
  const std::string longer(11'000, 'k');
  given.record.key = longer;
  const DeadLetter two = given.make();
  EXPECT_EQ(two.key, "");
  EXPECT_EQ(map_of(two).at("dateline-reason"), "bad_json");
  EXPECT_LE(bytes_of(two), kRoom);
}

TEST(DeadLetter, CutsALongDetailAtACharacter) {
  Given given;
  const std::string korean = "\xEA\xB0\x80";
  std::string detail(1'022, 'd');
  EXPECT_EQ(map_of(given.make(kRoom, Body::Keep, detail + "xy")).at("dateline-detail").size(),
            1'024u);
  EXPECT_EQ(map_of(given.make(kRoom, Body::Keep, detail + korean)).at("dateline-detail"), detail);
  EXPECT_EQ(map_of(given.make(kRoom, Body::Keep, detail + "x" + korean)).at("dateline-detail"),
            detail + "x");
}

TEST(DeadLetter, LeavesBodiesOutByCodeOrForAll) {
  Given given;
  given.options.dead_skip_bodies = {"http_status"};
  EXPECT_EQ(given.make().value, "value");
  given.options.dead_skip_bodies = {"http_status", "bad_json"};
  EXPECT_EQ(given.make().value, "");
  EXPECT_EQ(map_of(given.make()).at("dateline-value-bytes"), "5");
  given.options.dead_skip_bodies.clear();
  EXPECT_EQ(given.make(kRoom, Body::Drop).value, "");
  given.options.dead_bodies = false;
  EXPECT_EQ(given.make().value, "");
}

}  // namespace
}  // namespace stream
