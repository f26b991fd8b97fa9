#include "adapters/log/line.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "adapters/log/progress.h"

namespace adapters::log {
namespace {

constexpr Timestamp kAt{1'772'433'600'123};  // 2026-03-02T06:40:00.123Z

Line line(std::string_view message, std::span<const NoteField> fields) {
  return {.at = kAt,
          .level = Level::Warning,
          .message = message,
          .component = "stream",
          .fields = fields};
}

TEST(Line, KeysStandInTheirOrder) {
  const NoteField fields[] = {{"why", "x"},         {"offset", "42"},   {"trace_id", "t"},
                              {"stage", "version"}, {"partition", "3"}, {"also", "y"},
                              {"topic", "a.b"},     {"worker", "w0"},   {"code", "fenced"}};
  EXPECT_EQ(to_json(line("rebuilding", fields)),
            R"({"ts":"2026-03-02T06:40:00.123Z","level":"warning","msg":"rebuilding",)"
            R"("component":"stream","stage":"version","worker":"w0","topic":"a.b","partition":3,)"
            R"("offset":42,"code":"fenced","trace_id":"t","why":"x","also":"y"})"
            "\n");
}

TEST(Line, TimeAlwaysHasThreeDecimals) {
  const std::string json = to_json({.at = Timestamp{0}, .message = "m", .component = "c"});
  EXPECT_NE(json.find("\"1970-01-01T00:00:00.000Z\""), std::string::npos) << json;
}

TEST(Line, AFieldCannotTakeTheNameOfAFixedKey) {
  const NoteField fields[] = {{"msg", "other"}, {"ts", "now"}, {"partition", "none"}};
  simdjson::dom::parser parser;
  const std::string json = to_json(line("first", fields));
  const simdjson::dom::element parsed = parser.parse(json);
  EXPECT_EQ(std::string_view(parsed["msg"]), "first");
  EXPECT_EQ(std::string_view(parsed["partition"]), "none");
}

const std::string kHostile[] = {"\"quotes\" and \\ backslashes",
                                "two\nlines\r\n\ttab",
                                std::string("nul\0inside", 10),
                                "\x1b[2Jclear the screen",
                                "\x7f",
                                "broken \xff\xfe utf-8 \xc3",
                                "\xed\xa0\x80 surrogate",
                                "\xf4\x90\x80\x80 too large",
                                "\xc0\xaf overlong",
                                "한국어 и 中文 \xf0\x9f\x93\xb0",
                                "",
                                "=a b=",
                                "\",\"level\":\"error\",\"x\":\""};

TEST(Line, EveryHostileTextIsOneValidJsonLine) {
  simdjson::dom::parser parser;
  for (const std::string& text : kHostile) {
    const NoteField fields[] = {{"value", text}, {"offset", text}, {"topic", text}};
    const std::string json = to_json(line(text, fields));
    ASSERT_EQ(json.find('\n'), json.size() - 1) << text;
    simdjson::dom::element parsed;
    ASSERT_EQ(parser.parse(json).get(parsed), simdjson::SUCCESS) << json;
    EXPECT_EQ(std::string_view(parsed["level"]), "warning") << json;
    if (simdjson::validate_utf8(text)) {
      EXPECT_EQ(std::string_view(parsed["value"]), text);
      EXPECT_EQ(std::string_view(parsed["msg"]), text);
    }
  }
}

TEST(Line, TextForPeopleMovesNoCursor) {
  for (const std::string& text : kHostile) {
    const NoteField fields[] = {{"value", text}};
    const std::string printed = to_text(line(text, fields), Color::No);
    EXPECT_EQ(printed.find('\n'), printed.size() - 1);
    EXPECT_EQ(printed.find('\x1b'), std::string::npos) << text;
    EXPECT_TRUE(simdjson::validate_utf8(printed));
  }
  const NoteField fields[] = {{"topic", "a"}, {"why", "b c"}};
  EXPECT_EQ(to_text(line("gone", fields), Color::No),
            "06:40:00.123 warning stream: gone  topic=a  why=\"b c\"\n");
}

TEST(Progress, TellsShareRateAndTimeLeft) {
  using std::chrono::seconds;
  EXPECT_EQ(spell_progress("cleaning", 1200, 4000, seconds(4)),
            "cleaning  1,200 of 4,000 (30%)  300/s  9 s left");
  EXPECT_EQ(spell_progress("cleaning", 1'234'567, std::nullopt, seconds(1)),
            "cleaning  1,234,567  1,234,567/s");
  EXPECT_EQ(spell_progress("x", 0, 10, seconds(0)), "x  0 of 10 (0%)  0/s");
  EXPECT_EQ(spell_progress("x", 10, 100'000, seconds(1)),
            "x  10 of 100,000 (0%)  10/s  2 h 46 min left");
}

}  // namespace
}  // namespace adapters::log
