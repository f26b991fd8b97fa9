#include "news/encode/ninjs.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>
#include <vector>

#include "news/encode/json.h"
#include "news/encode/markup.h"
#include "news/encode/utf8.h"
#include "tests/unit/news/encode/ninjs_schema.h"
#include "tests/unit/news/encode/samples.h"

namespace news::encode {
namespace {

using Violations = std::vector<std::string>;

// The parser owns what its elements point to, so it is handed in.
simdjson::dom::element parse(simdjson::dom::parser& parser, const std::string& json,
                             std::string_view pointer = {}) {
  simdjson::dom::element root, part;
  EXPECT_EQ(parser.parse(json).get(root), simdjson::SUCCESS) << json;
  EXPECT_EQ(root.at_pointer(pointer).get(part), simdjson::SUCCESS) << pointer << " in " << json;
  return part;
}

Violations violations_of(const std::string& json) {
  simdjson::dom::parser parser;
  return ninjs::find_violations(parse(parser, json, "/ninjs"));
}

Violations violations_of_object(const std::string& json) {
  simdjson::dom::parser parser;
  return ninjs::find_violations(parse(parser, json));
}

std::string string_at(const std::string& json, std::string_view pointer) {
  simdjson::dom::parser parser;
  std::string_view text;
  EXPECT_EQ(parse(parser, json, pointer).get(text), simdjson::SUCCESS);
  return std::string(text);
}

std::vector<std::string> keys_at(const std::string& json, std::string_view pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::object members;
  EXPECT_EQ(parse(parser, json, pointer).get(members), simdjson::SUCCESS);
  std::vector<std::string> keys;
  for (const auto& [key, value] : members) keys.emplace_back(key);
  return keys;
}

Version version_of(const Article& article) {
  Version version = samples::corrected_version();
  version.article = article;
  return version;
}

TEST(Ninjs, OfEveryVersionIsWhatTheStandardAllows) {
  EXPECT_EQ(violations_of(to_json(samples::corrected_version())), Violations{});
  EXPECT_EQ(violations_of(to_json(samples::withdrawn_version())), Violations{});
  EXPECT_EQ(violations_of(to_json(version_of(samples::short_article()))), Violations{});
  EXPECT_EQ(violations_of(to_json(version_of(samples::list_article()))), Violations{});
  for (const PubStatus status : {PubStatus::Usable, PubStatus::Withheld, PubStatus::Canceled}) {
    Version version = samples::withdrawn_version();
    version.pub_status = status;
    EXPECT_EQ(violations_of(to_json(version)), Violations{});
  }
}

TEST(Ninjs, BeforeJudgingMissesOnlyItsUri) {
  for (const Article& article :
       {samples::full_article(), samples::short_article(), samples::list_article(), Article{}}) {
    Article found = article;
    if (found.url.empty()) found.url = "https://quay.example/x";
    EXPECT_EQ(violations_of(clean_json(found)), Violations{"ninjs misses uri"});
  }
}

TEST(NinjsSchema, SeesWhatTheStandardForbids) {
  EXPECT_EQ(violations_of_object(R"({"uri":"urn:x"})"), Violations{});
  EXPECT_EQ(violations_of_object(R"({})"), Violations{"ninjs misses uri"});
  EXPECT_EQ(violations_of_object(R"({"uri":"urn:x","body":"t"})"),
            Violations{"ninjs.body is no property of the standard"});
  EXPECT_EQ(violations_of_object(R"({"uri":"urn:x","version":1})"),
            Violations{"ninjs.version no string"});
  EXPECT_EQ(violations_of_object(R"({"uri":"urn:x","pubStatus":"cancelled"})"),
            Violations{"ninjs.pubStatus is not in the enumeration: cancelled"});
  EXPECT_EQ(violations_of_object(R"({"uri":"urn:x","bodies":[{"role":"main"}]})"),
            Violations{"ninjs.bodies[] misses value"});
  EXPECT_EQ(violations_of_object(R"({"uri":"urn:x","associations":[{"name":"a"}]})"),
            Violations{"ninjs.associations[] misses uri"});
  EXPECT_EQ(violations_of_object(R"({"uri":"urn:x","subjects":[{"confidence":101}]})"),
            Violations{"ninjs.subjects[].confidence too large"});
  EXPECT_EQ(violations_of_object(R"({"uri":"urn:x","firstCreated":"yesterday"})"),
            Violations{"ninjs.firstCreated no date-time"});
  EXPECT_EQ(violations_of_object(R"({"uri":"a b"})"), Violations{"ninjs.uri no URI: a b"});
}

TEST(Ninjs, KeepsItsMembersInOneOrder) {
  const std::string json = to_json(samples::corrected_version());
  EXPECT_EQ(keys_at(json, ""), (Violations{"schema", "ninjs", "change", "source", "quality"}));
  EXPECT_EQ(keys_at(clean_json(samples::full_article()), ""),
            (Violations{"schema", "ninjs", "source", "quality"}));
  EXPECT_EQ(keys_at(json, "/change"),
            (Violations{"verdict", "class", "number", "historic", "previous", "reverts_to",
                        "flapping", "identity", "row", "guard", "sentences", "words", "operations",
                        "more", "history"}));
  EXPECT_EQ(json, to_json(samples::corrected_version()));
}

TEST(Ninjs, OfAWithdrawalHasNoTextAndSaysRetraction) {
  const std::string json = to_json(samples::withdrawn_version());
  EXPECT_EQ(string_at(json, "/ninjs/pubStatus"), "canceled");
  EXPECT_EQ(string_at(json, "/ninjs/version"), "4");
  EXPECT_EQ(string_at(json, "/change/class"), "retraction");
  EXPECT_EQ(json.find("bodies"), std::string::npos);
  EXPECT_EQ(json.find("headlines"), std::string::npos);
  EXPECT_EQ(keys_at(json, "/source"), (Violations{"status", "fetched_at"}));
}

TEST(Ninjs, CountsCodePointsAndWords) {
  Article article;
  article.url = "https://harbourpost.example/night-ferry";
  article.blocks = {{BlockKind::Paragraph, 0, "The night ferry sails again from May."},
                    {BlockKind::Paragraph, 0, "Tickets are out on Monday."}};
  const std::string json = clean_json(article);
  EXPECT_NE(json.find(R"("charCount":65,"wordCount":12,)"), std::string::npos);
  EXPECT_EQ(count_code_points("\xEB\xB6\x80\xEB\x91\x90 1"), 4u);
  EXPECT_EQ(count_words("It's 3.5 km -- \"far\"!"), 4u);
  EXPECT_EQ(count_words("\xE6\x9D\xB1\xE4\xBA\xAC\xE3\x81\xAB\xE8\xA1\x8C\xE3\x81\x8F"), 3u);
  EXPECT_EQ(count_words(""), 0u);
}

TEST(Ninjs, PrintsLocalTimesAsPreciselyAsTheyStood) {
  const std::string json = clean_json(samples::short_article());
  EXPECT_EQ(string_at(json, "/source/published/local"), "2026-03-02T09:31");
  EXPECT_EQ(string_at(json, "/source/published/zone"), "unknown");
  EXPECT_EQ(string_at(json, "/source/modified/local"), "2026-03-03");
  EXPECT_EQ(json.find("contentCreated"), std::string::npos);
  EXPECT_EQ(json.find("instant"), std::string::npos);
  EXPECT_EQ(string_at(clean_json(samples::full_article()), "/source/modified/local"),
            "2026-03-02T07:01:30");
}

TEST(Markup, EscapesTextAndGroupsNeighbours) {
  EXPECT_EQ(to_markup(samples::list_article()),
            "<h3>Prices &lt; last year's</h3><ol><li>first</li><li>second</li></ol>"
            "<ul><li>loose</li></ul><blockquote><p>Nobody asked &amp; nobody told.</p>"
            "<p>So we paid.</p></blockquote><pre>cod   3\nhake  4</pre>"
            "<table><tr><td>Fish</td><td>Price</td></tr><tr><td>Cod</td><td>3 &gt; 2</td></tr>"
            "</table><p>Tab\there, \\ and \x01 there.</p>");
}

TEST(Markup, LeavesAFigureWhereAPictureStood) {
  EXPECT_EQ(to_markup(samples::full_article()).substr(0, 29), "<figure id=\"image1\"></figure>");
}

TEST(Json, EscapesWhatJsonMustAndRepairsWhatIsNoUtf8) {
  JsonWriter json;
  json.begin_array().text("\"\\\n\r\t\x01\x1f/\x7f").text("a\xFF\xC3(b").number(-3).boolean(false);
  json.begin_object().member("left out", "").member("in", "x").end_object().end_array();
  EXPECT_EQ(json.take(),
            "[\"\\\"\\\\\\n\\r\\t\\u0001\\u001f/\x7f\",\"a\xEF\xBF\xBD\xEF\xBF\xBD(b\",-3,false,"
            "{\"in\":\"x\"}]");
}

}  // namespace
}  // namespace news::encode
