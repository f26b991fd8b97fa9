// What a page's JSON-LD says about its article, broken or contradicting as it is.
#include "news/clean/jsonld.h"

#include <gtest/gtest.h>

namespace news::clean {
namespace {

constexpr PageNames kPage{"https://harbourpost.example/night-ferry",
                          "Night ferry returns | Harbour Post"};

JsonLdArticle read(std::vector<std::string> scripts, const Limits& limits = {}) {
  const std::vector<std::string_view> views(scripts.begin(), scripts.end());
  return read_jsonld(views, kPage, limits);
}

TEST(JsonLd, ReadsWhatAnArticleSays) {
  const JsonLdArticle article = read({R"({"@type": "NewsArticle", "headline": "Night ferry returns",
    "datePublished": "2026-03-02T06:40:00Z", "dateModified": "2026-03-02T07:00:00Z",
    "author": {"@type": "Person", "name": "Mara Lindqvist"}, "articleSection": ["Transport", "x"],
    "publisher": {"@type": "Organization", "name": "Harbour Post"}, "keywords": ["ferry", "sea"],
    "image": ["/a.jpg", {"@type": "ImageObject", "url": "/b.jpg"}], "inLanguage": "en",
    "description": "It sails.", "articleBody": "The ferry\nsails.", "isAccessibleForFree": false,
    "mainEntityOfPage": {"@id": "https://harbourpost.example/night-ferry"}})"});
  EXPECT_TRUE(article.found);
  EXPECT_EQ(article.headline, "Night ferry returns");
  EXPECT_EQ(article.published, "2026-03-02T06:40:00Z");
  EXPECT_EQ(article.modified, "2026-03-02T07:00:00Z");
  EXPECT_EQ(article.authors, std::vector<std::string>{"Mara Lindqvist"});
  EXPECT_EQ(article.section, "Transport");
  EXPECT_EQ(article.publisher, "Harbour Post");
  EXPECT_EQ(article.keywords, (std::vector<std::string>{"ferry", "sea"}));
  EXPECT_EQ(article.images, (std::vector<std::string>{"/a.jpg", "/b.jpg"}));
  EXPECT_EQ(article.url, "https://harbourpost.example/night-ferry");
  EXPECT_EQ(article.body, "The ferry\nsails.");
  EXPECT_TRUE(article.locked);
}

TEST(JsonLd, FindsTheArticleInGraphsArraysAndMainEntities) {
  for (
      const char* script :
      {R"([{"@type":"WebSite","name":"x"},{"@type":"Article","headline":"A"}])",
       R"({"@graph":[{"@type":["Thing","NewsArticle"],"headline":"A"}]})",
       R"({"@type":"WebPage","mainEntity":{"@type":"https://schema.org/BlogPosting","headline":"A"}})",
       R"({"@type":"ReportageNewsArticle","name":"A"})"}) {
    EXPECT_EQ(read({script}).headline, "A") << script;
  }
  EXPECT_FALSE(read({R"({"@type":"Product","headline":"A"})"}).found);
}

TEST(JsonLd, OfSeveralTakesTheOneThatIsThePages) {
  const std::string other = R"({"@type":"NewsArticle","headline":"Bridge opens at last",
                               "datePublished":"2026-01-01"})";
  EXPECT_EQ(read({other, R"({"@type":"NewsArticle","headline":"Night ferry returns"})"}).headline,
            "Night ferry returns");
  EXPECT_EQ(read({other, R"({"@type":"NewsArticle","headline":"Ship",
                            "url":"https://harbourpost.example/night-ferry"})"})
                .headline,
            "Ship");
  EXPECT_EQ(read({other, R"({"@type":"NewsArticle","headline":"Quite something else"})"}).headline,
            "Bridge opens at last");
}

TEST(JsonLd, ReadsWhatStrictReadersRefuse) {
  EXPECT_EQ(read({"<!--\n{\"@type\":\"Article\", /* c */ \"headline\":\"A\tB\",}\n-->"}).headline,
            "A B");
  EXPECT_EQ(read({"//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"A\"};\n//]]>"}).headline,
            "A");
  EXPECT_EQ(read({"{\"@type\":\"Article\",\"headline\":\"A \\ud800 B\"}"}).headline,
            "A \xEF\xBF\xBD B");
}

TEST(JsonLd, UndoesDoubleEscapes) {
  EXPECT_EQ(
      read({R"({"@type":"Article","headline":"Caf\\u00e9 &amp;quot;Sea&amp;quot; &amp; bar"})"})
          .headline,
      "Caf\xC3\xA9 \"Sea\" & bar");
}

TEST(JsonLd, ReadsSeveralDocumentsOfOneScript) {
  EXPECT_EQ(read({R"({"@type":"WebSite"} {"@type":"Article","headline":"A"})"}).headline, "A");
}

TEST(JsonLd, OtherScriptsCountWhereOneIsBroken) {
  const std::string good = R"({"@type":"Article","headline":"A"})";
  EXPECT_EQ(read({R"({"@type":"Article","headline":"B)", good}).headline, "A");
  EXPECT_EQ(read({"", good}).headline, "A");
}

TEST(JsonLd, OrganizationsAreNoAuthors) {
  EXPECT_EQ(read({R"({"@type":"Article","author":[{"@type":"NewsMediaOrganization","name":"Post"},
                     {"@type":"Person","name":"Jo Reyes"}, "Mara Lind"]})"})
                .authors,
            (std::vector<std::string>{"Jo Reyes", "Mara Lind"}));
}

TEST(JsonLd, FindsAuthorsByTheirIdentifiers) {
  const std::string graph = R"({"@graph":[
      {"@type":"Article","headline":"A","author":[{"@id":"#mara"},{"@id":"#post"},{"@id":"#jo"}]},
      {"@type":"Person","@id":"#jo","name":"Jo Reyes"},
      {"@type":"Organization","@id":"#post","name":"Harbour Post"},
      {"@type":"Person","@id":"#mara","name":"Mara Lindqvist"}]})";
  EXPECT_EQ(read({graph}).authors, (std::vector<std::string>{"Mara Lindqvist", "Jo Reyes"}));
}

TEST(JsonLd, AReviewOfThePagesThingIsNotItsArticle) {
  EXPECT_EQ(read({R"({"@type":"Recipe","name":"Ferry soup","datePublished":"2026-03-01",
                      "review":{"@type":"Review","headline":"Fine","datePublished":"2026-03-02"}})"})
                .published,
            "2026-03-01");
  EXPECT_EQ(
      read({R"({"@type":"Review","name":"Soup, tasted","datePublished":"2026-03-02"})"}).published,
      "2026-03-02");
}

TEST(JsonLd, ReadsBreadcrumbsOfBothSpellings) {
  EXPECT_EQ(read({R"({"@type":"BreadcrumbList","itemListElement":[{"name":"News"},
                     {"item":{"@id":"/t","name":"Transport"}}]})"})
                .breadcrumb,
            (std::vector<std::string>{"News", "Transport"}));
}

TEST(JsonLd, DatesOfThePageStandInForTheArticles) {
  const std::string page = R"({"@type":"WebPage","datePublished":"2026-03-01"})";
  EXPECT_EQ(read({page}).published, "2026-03-01");
  EXPECT_EQ(read({page, R"({"@type":"Article","datePublished":"2026-03-02"})"}).published,
            "2026-03-02");
}

TEST(JsonLd, IgnoresScriptsOverTheByteLimit) {
  Limits limits;
  const std::string script = R"({"@type":"Article","headline":"A"})";
  limits.jsonld_bytes_max = script.size();
  EXPECT_TRUE(read({script}, limits).found);
  EXPECT_FALSE(read({script + ' '}, limits).found);
}

TEST(JsonLd, IgnoresScriptsOverTheValueLimit) {
  Limits limits;
  limits.jsonld_values_max = 4;
  EXPECT_TRUE(read({R"({"@type":"Article","headline":"A","x":1})"}, limits).found);
  EXPECT_FALSE(read({R"({"@type":"Article","headline":"A","x":1,"y":2})"}, limits).found);
}

TEST(JsonLd, IgnoresScriptsOverTheDepthLimit) {
  Limits limits;
  limits.jsonld_depth_max = 3;
  EXPECT_TRUE(read({R"({"@type":"Article","x":[[1]]})"}, limits).found);
  EXPECT_FALSE(read({R"({"@type":"Article","x":[[[1]]]})"}, limits).found);
  EXPECT_FALSE(read({std::string(10'000, '[')}).found);
}

}  // namespace
}  // namespace news::clean
