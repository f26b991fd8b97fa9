#include "replay/compare.h"

#include <gtest/gtest.h>

#include "replay/digest.h"

namespace replay {
namespace {

constexpr base::Timestamp kNow{1'000'000};

// An article with everything that a field is made of.
struct Said {
  std::string headline = "Ferry returns", text = "It sails again.", by = "Mara Lind",
              section = "Transport", language = "en", status = "usable", number = "1",
              verdict = "new", fetched = "2026-03-02T07:02:11Z", method = "regions",
              published = "2026-03-02", cleaner = "1.0.0+3b9d51c2", markup = "<p>It sails</p>",
              picture = "ferry.jpg", place = "Port", hash = "77ab";
};

std::string to_json(const Said& said) {
  return R"({"schema":"dateline.article/1","ninjs":{"uri":"urn:dateline:a.example:1","version":")" +
         said.number + R"(","pubStatus":")" + said.status + R"(","language":")" + said.language +
         R"(","headlines":[{"role":"main","value":")" + said.headline +
         R"("}],"bodies":[{"role":"main","value":")" + said.text +
         R"("},{"role":"markup","value":")" + said.markup + R"("}],"by":")" + said.by +
         R"(","subjects":[{"name":")" + said.section + R"("}],"located":")" + said.place +
         R"(","associations":[{"uri":")" + said.picture +
         R"("}],"altIds":[{"role":"sourceUrl","value":"https://a.example/1"},)"
         R"({"role":"contentHash","value":")" +
         said.hash + R"("}]},"change":{"verdict":")" + said.verdict + R"(","number":")" +
         said.number + R"("},"source":{"fetched_at":")" + said.fetched +
         R"(","published":{"raw":")" + said.published + R"("}},"quality":{"method":")" +
         said.method + R"(","cleaner":")" + said.cleaner + R"("}})";
}

ArticleDigest digest(std::uint64_t key, const std::string& json, base::Timestamp published = {5}) {
  ArticleDigest made{.key = {key, key},
                     .offset = static_cast<std::int64_t>(key * 10),
                     .published = published,
                     .partition = 1};
  Digester().read(json, made);
  return made;
}

// The names of fields in which an article that says otherwise differs.
std::string differ(const Said& other) {
  const FieldSet set = compare(digest(1, to_json({})), digest(1, to_json(other)));
  std::string names;
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    if ((set >> i & 1) != 0) names += (names.empty() ? "" : " ") + std::string(kFields[i]);
  }
  return names;
}

TEST(Digest, KnowsEachFieldByItsName) {
  EXPECT_EQ(differ({}), "");
  EXPECT_EQ(differ({.headline = "Ferry stays"}), "headline");
  EXPECT_EQ(differ({.text = "It sinks."}), "text");
  EXPECT_EQ(differ({.markup = "<p>It sinks</p>"}), "markup");
  EXPECT_EQ(differ({.by = "Tom"}), "authors");
  EXPECT_EQ(differ({.published = "2026-03-03"}), "dates");
  EXPECT_EQ(differ({.section = "News"}), "section");
  EXPECT_EQ(differ({.language = "sv"}), "language");
  EXPECT_EQ(differ({.picture = "boat.jpg"}), "images");
  EXPECT_EQ(differ({.status = "canceled"}), "status");
  EXPECT_EQ(differ({.number = "2"}), "version");
  EXPECT_EQ(differ({.verdict = "revised"}), "change");
  EXPECT_EQ(differ({.fetched = "2026-03-02T08:00:00Z"}), "source");
  EXPECT_EQ(differ({.method = "jsonld"}), "quality");
  EXPECT_EQ(differ({.place = "Harbour"}), "other");
}

TEST(Digest, LeavesOutWhoReadItAndWhatFollowsFromTheText) {
  EXPECT_EQ(differ({.cleaner = "2.0.0+00000000"}), "");
  EXPECT_EQ(differ({.hash = "41c0"}), "");
}

// "ab" and nothing is not "a" and "b".
TEST(Digest, DoesNotTakeNeighboursForEachOther) {
  EXPECT_NE(compare(digest(1, R"({"ninjs":{"by":"ab","people":[]}})"),
                    digest(1, R"({"ninjs":{"by":"a","people":["b"]}})")),
            0u);
  EXPECT_NE(compare(digest(1, R"({"ninjs":{"people":["a","b"]}})"),
                    digest(1, R"({"ninjs":{"people":["ab"]}})")),
            0u);
}

TEST(Digest, TakesWhatIsNoArticleForSomethingElse) {
  EXPECT_EQ(compare(digest(1, "no json"), digest(1, "no json")), 0u);
  EXPECT_EQ(compare(digest(1, "no json"), digest(1, "nor this")),
            FieldSet{1} << *find_field("other"));
  EXPECT_EQ(digest(1, "no json").kind, ArticleDigest::Kind::Withdrawn);
}

TEST(Digest, ShowsWhatStandsInAField) {
  const std::string json = to_json({});
  EXPECT_EQ(field_text(json, *find_field("headline")), "main Ferry returns");
  EXPECT_EQ(field_text(json, *find_field("text")), "main It sails again.");
  EXPECT_EQ(field_text(json, *find_field("authors")), "Mara Lind");
  EXPECT_EQ(field_text(json, *find_field("version")), "1 1");
  EXPECT_EQ(urn_of(json), "urn:dateline:a.example:1");
  EXPECT_EQ(field_text("no json", 0), "");
  EXPECT_EQ(urn_of("no json"), "");
}

TEST(Compare, CountsWhatIsThereOnOneSideOnly) {
  Comparer comparer({.settled_before = kNow});
  comparer.add(
      {digest(1, to_json({})), digest(3, to_json({.status = "canceled"})), digest(4, to_json({}))},
      {digest(2, to_json({})), digest(4, to_json({}))});
  const Comparison& result = comparer.result();
  EXPECT_EQ(result.one, 3u);
  EXPECT_EQ(result.other, 2u);
  EXPECT_EQ(result.equal, 1u);
  EXPECT_EQ(result.missing, 2u);
  EXPECT_EQ(result.missing_withdrawn, 1u);
  EXPECT_EQ(result.added, 1u);
  EXPECT_FALSE(result.is_same());
  ASSERT_EQ(result.examples.size(), 3u);
  EXPECT_EQ(result.examples[0].one, (Place{1, 10}));
  EXPECT_EQ(result.examples[1].other, (Place{1, 20}));
}

TEST(Compare, TakesWhatWasTakenDownForNotThere) {
  const ArticleDigest gone{.key = {1, 1}, .offset = 9};
  Comparer comparer({.settled_before = kNow});
  comparer.add({gone}, {gone});
  EXPECT_TRUE(comparer.result().is_same());
  EXPECT_EQ(comparer.result().one + comparer.result().other, 0u);
  comparer.add({gone}, {digest(1, to_json({}))});
  EXPECT_EQ(comparer.result().added, 1u);
  comparer.add({digest(1, to_json({}))}, {gone});
  EXPECT_EQ(comparer.result().missing, 1u);
  comparer.add({}, {gone});
  EXPECT_EQ(comparer.result().both, 0u);
}

TEST(Compare, CountsAnArticleOnceAndEachOfItsFields) {
  Comparer comparer({.settled_before = kNow});
  comparer.add({digest(1, to_json({}))},
               {digest(1, to_json({.headline = "Other", .text = "Other"}))});
  const Comparison& result = comparer.result();
  EXPECT_EQ(result.differing, 1u);
  EXPECT_EQ(result.by_field[*find_field("headline")], 1u);
  EXPECT_EQ(result.by_field[*find_field("text")], 1u);
  EXPECT_EQ(result.by_field[*find_field("markup")], 0u);
  EXPECT_EQ(result.examples.size(), 2u);
}

TEST(Compare, LeavesOutIgnoredFields) {
  Comparer comparer({.ignored = FieldSet{1} << *find_field("headline"), .settled_before = kNow});
  comparer.add({digest(1, to_json({}))}, {digest(1, to_json({.headline = "Other"}))});
  EXPECT_TRUE(comparer.result().is_same());
  EXPECT_EQ(comparer.result().equal, 1u);
}

TEST(Compare, WaitsForWhatIsStillMoving) {
  Comparer comparer({.settled_before = kNow});
  comparer.add({digest(1, to_json({})), digest(2, to_json({}), kNow), digest(3, to_json({}))},
               {digest(1, to_json({.text = "Newer"}), kNow), digest(3, to_json({}), kNow)});
  EXPECT_EQ(comparer.result().moving, 2u);
  EXPECT_EQ(comparer.result().equal, 1u) << "what is the same already is the same";
  EXPECT_TRUE(comparer.result().is_same());
  const ArticleDigest removed{.key = {4, 4}, .offset = 9, .published = kNow};
  comparer.add({digest(4, to_json({}))}, {removed});
  EXPECT_EQ(comparer.result().moving, 3u);
}

TEST(Compare, KeepsSoManyExamplesOfEachKind) {
  Comparer comparer({.samples = 2, .settled_before = kNow});
  for (std::uint64_t i = 1; i <= 5; ++i) {
    comparer.add({digest(i, to_json({}))}, {digest(i, to_json({.text = "Other"}))});
    comparer.add({digest(i + 100, to_json({}))}, {});
  }
  EXPECT_EQ(comparer.result().differing, 5u);
  EXPECT_EQ(comparer.result().missing, 5u);
  EXPECT_EQ(comparer.result().examples.size(), 4u);
}

// What docs/generations.md says of memory.
TEST(Compare, NeedsSoManyBytesAnArticle) { EXPECT_LE(sizeof(ArticleDigest), 160u); }

}  // namespace
}  // namespace replay
