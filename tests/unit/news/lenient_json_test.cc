#include "news/lenient_json.h"

#include <gtest/gtest.h>

#include <string>

namespace news {
namespace {

JsonValue read(JsonDocument& document, std::string_view text, JsonLimits limits = {}) {
  return document.read(text, limits) ? document.root() : JsonValue();
}

TEST(LenientJson, ReadsPlainJsonWithoutRepair) {
  JsonDocument document;
  const JsonValue root =
      read(document, R"( {"a": [1, -2.5e3, true, null, "x"], "b": {"c": "d"}, "e": {}} )");
  ASSERT_TRUE(root);
  EXPECT_FALSE(document.was_repaired());
  std::string seen;
  for (JsonValue v = root.find("a").first(); v; v = v.next()) seen += std::string(v.text()) + ";";
  EXPECT_EQ(seen, "1;-2.5e3;true;;x;");
  EXPECT_EQ(root.find("b").find("c").text(), "d");
  EXPECT_FALSE(root.find("e").first());
  EXPECT_FALSE(root.find("nowhere"));
  EXPECT_FALSE(root.find("a").find("b"));
}

TEST(LenientJson, FirstOfRepeatedNamesCounts) {
  JsonDocument document;
  EXPECT_EQ(read(document, R"({"a":1,"a":2})").find("a").text(), "1");
}

TEST(LenientJson, DecodesEscapesAndSurrogatePairs) {
  JsonDocument document;
  const JsonValue root = read(document, R"(["\"\\\/\n\t","\u00e9","\ud83d\ude00"])");
  EXPECT_EQ(root.first().text(), "\"\\/\n\t");
  EXPECT_EQ(root.first().next().text(), "\u00e9");
  EXPECT_EQ(root.first().next().next().text(), "\U0001F600");
}

TEST(LenientJson, LoneSurrogatesBecomeReplacementCharactersAndAreNoRepair) {
  JsonDocument document;
  const JsonValue root = read(document, R"(["a\ud83dz","\ude00","\ud83d\ud83d\ude00"])");
  EXPECT_EQ(root.first().text(), "a\uFFFDz");
  EXPECT_EQ(root.first().next().text(), "\uFFFD");
  EXPECT_EQ(root.first().next().next().text(), "\uFFFD\U0001F600");
  EXPECT_FALSE(document.was_repaired());
}

TEST(LenientJson, RepairsWhatPagesBreak) {
  JsonDocument document;
  const std::string_view broken[] = {
      "<!-- {\"a\":\"b\"} -->",
      "//<![CDATA[\n{\"a\":\"b\"}\n//]]>",
      "/* who */ {\"a\":\"b\", /* why */ } // end",
      "{\"a\":\"b\",,}",
      "{,\"a\":\"b\"};",
      "\xEF\xBB\xBF{\"a\":\"b\"}",
  };
  for (const std::string_view text : broken) {
    const JsonValue root = read(document, text);
    EXPECT_EQ(root.find("a").text(), "b") << text;
    EXPECT_TRUE(document.was_repaired()) << text;
    EXPECT_EQ(document.next_from(), text.size()) << text;
  }
  EXPECT_EQ(read(document, "{\"a\":\"x\ny\x01z\"}").find("a").text(), "x\ny z");
  EXPECT_EQ(read(document, R"({"a":"it\'s"})").find("a").text(), "it's");
  EXPECT_EQ(read(document, R"({"a":"1" "b":"2"})").find("b").text(), "2");
}

TEST(LenientJson, RefusesWhatNoRepairHelps) {
  JsonDocument document;
  for (const std::string_view text :
       {"", "  ", "{", "[1", "{\"a\"", "{\"a\":", "{\"a\":\"b", "{a:1}", "[1}", "{\"a\":1]", "word",
        "]", "{\"a\":\"\\", "{\"a\":\"\\u12"}) {
    EXPECT_FALSE(document.read(text, {})) << text;
    EXPECT_FALSE(document.root()) << text;
  }
}

TEST(LenientJson, StopsBehindTheFirstDocument) {
  JsonDocument document;
  ASSERT_TRUE(document.read(R"({"a":1} {"b":2})", {}));
  EXPECT_EQ(document.next_from(), 8u);
}

TEST(LenientJson, HoldsItsLimitsAtTheLimit) {
  JsonDocument document;
  const std::string deep = std::string(32, '[') + std::string(32, ']');
  EXPECT_TRUE(document.read(deep, {}));
  EXPECT_FALSE(document.read("[" + deep + "]", {}));
  EXPECT_FALSE(document.read(std::string(10'000, '['), {}));
  EXPECT_TRUE(document.read("[1,2,3]", {.values_max = 4}));
  EXPECT_FALSE(document.read("[1,2,3,4]", {.values_max = 4}));
}

TEST(LenientJson, EveryPrefixIsReadOrRefused) {
  const std::string text =
      R"(<!-- {"a": ["x\u00e9\ud800", {"b": -1.5, "c": [true, null]}], /* n */ "d": ""} -->)";
  JsonDocument document;
  for (std::size_t size = 0; size <= text.size(); ++size) {
    document.read(std::string_view(text).substr(0, size), {});
  }
  EXPECT_TRUE(document.read(text, {}));
}

}  // namespace
}  // namespace news
