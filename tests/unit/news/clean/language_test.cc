#include "news/clean/language.h"

#include <gtest/gtest.h>

#include <vector>

namespace news::clean {
namespace {

std::string language(std::string_view body, std::vector<std::string_view> declared = {}) {
  return find_language(body, declared);
}

constexpr std::string_view kEnglish =
    "The night ferry sails again from May, and the harbour board expects more travellers than in "
    "any summer since the bridge was closed for repairs.";
constexpr std::string_view kGerman =
    "Die Nachtfähre fährt ab Mai wieder, und der Hafen rechnet mit mehr Reisenden als in jedem "
    "Sommer, seit die Brücke wegen der Arbeiten gesperrt wurde.";
constexpr std::string_view kSwedish =
    "Nattfärjan går igen från maj, och hamnen räknar med fler resenärer än någon annan sommar "
    "sedan bron stängdes för reparation och ombyggnad.";

TEST(FindLanguage, TrustsTheTextOverTheDeclaration) {
  EXPECT_EQ(language(kEnglish), "en");
  EXPECT_EQ(language(kGerman, {"en-US"}), "de");
  EXPECT_EQ(
      language("夜行轮渡将从五月起恢复航行，港口管理局预计今年夏天的旅客人数将超过大桥关闭维修"
               "以来的任何一个夏天，票价保持不变。"),
      "zh-Hans");
  EXPECT_EQ(language("밤배가 5월부터 다시 다닌다. 항만 당국은 다리가 닫힌 뒤 어느 여름보다 많은 "
                     "승객이 올 것으로 내다봤다."),
            "ko");
}

TEST(FindLanguage, TakesTheRegionIfItAgrees) {
  EXPECT_EQ(language(kEnglish, {"en_GB"}), "en-GB");
  EXPECT_EQ(language(kEnglish, {"", "en-au"}), "en-AU");
}

TEST(FindLanguage, LetsThePageDecideBetweenNearRelatives) {
  EXPECT_EQ(language(kSwedish, {"da"}), "da");
  EXPECT_EQ(language(kSwedish, {"fr"}), "sv");
}

TEST(FindLanguage, ShortTextHasTheDeclaredLanguageOrNone) {
  EXPECT_EQ(language("Night ferry", {"nl"}), "nl");
  EXPECT_EQ(language("Night ferry"), "und");
  EXPECT_EQ(language("", {"nonsense"}), "und");
}

TEST(NormalizeLanguage, SpellsTagsAsBcp47) {
  EXPECT_EQ(normalize_language("en_US.UTF-8"), "en-US");
  EXPECT_EQ(normalize_language(" DE "), "de");
  EXPECT_EQ(normalize_language("zh-tw"), "zh-Hant");
  EXPECT_EQ(normalize_language("zh-CN"), "zh-Hans");
  EXPECT_EQ(normalize_language("sr-latn-rs"), "sr-Latn-RS");
  EXPECT_EQ(normalize_language("iw"), "he");
  EXPECT_EQ(normalize_language("english"), "");
  EXPECT_EQ(normalize_language(""), "");
}

}  // namespace
}  // namespace news::clean
