#include "adapters/config/document.h"

#include <gtest/gtest.h>

namespace adapters::config {
namespace {

std::string problems_of(const std::string& yaml) {
  std::string all;
  for (const Problem& problem : read_document(yaml, "f").problems) all += to_string(problem) + "\n";
  return all;
}

TEST(Document, KeepsSpellingAndPlace) {
  const Document document = read_document("a: 010\nb:\n  - 'no'\n  - 1.20\n", "f");
  ASSERT_TRUE(document.problems.empty());
  ASSERT_EQ(document.root.entries.size(), 2u);
  EXPECT_EQ(document.root.entries[0].value.text, "010");
  EXPECT_EQ(document.root.entries[0].value.place, (Place{"f", 1, 4}));
  EXPECT_EQ(document.root.entries[1].place, (Place{"f", 2, 1}));
  EXPECT_EQ(document.root.entries[1].value.items[0].text, "no");
  EXPECT_EQ(document.root.entries[1].value.items[1].text, "1.20");
}

TEST(Document, RefusesWhatSurprises) {
  EXPECT_EQ(problems_of("a: 1\nb: 2\na: 3\n"), "f:3:1: a: given twice, first in line 1\n");
  EXPECT_EQ(problems_of("a: &x 1\nb: *x\n"),
            "f:1:4: anchors (&name) are not read: write the value out\n"
            "f:2:4: aliases (*name) are not read: write the value out\n");
  EXPECT_EQ(problems_of("a: !!int 1\n"),
            "f:1:4: tags are not read: the key decides the type (tag:yaml.org,2002:int)\n");
  EXPECT_EQ(problems_of("<<: {a: 1}\n"), "f:1:1: merge keys (<<) are not read\n");
  EXPECT_EQ(problems_of("[a]: 1\n"), "f:1:1: a key must be a plain word\n");
  EXPECT_EQ(problems_of("a: 1\n---\nb: 2\n"),
            "f:3:1: a second document: one file is one document\n");
}

TEST(Document, ASyntaxErrorIsTheOnlyProblem) {
  const Document document = read_document("a: [1, 2\nb: 3\n", "f");
  ASSERT_EQ(document.problems.size(), 1u);
  EXPECT_GT(document.problems[0].place.line, 0);
  EXPECT_EQ(document.root.kind, NodeKind::Nothing);
}

TEST(Document, EmptyIsNothing) {
  EXPECT_EQ(read_document("", "f").root.kind, NodeKind::Nothing);
  EXPECT_EQ(problems_of("# only a comment\n"), "");
}

TEST(Document, HoldsItsLimits) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_EQ(problems_of(nested(kDocumentDepthMax)), "");
  EXPECT_EQ(problems_of(nested(kDocumentDepthMax + 1)), "f:1:17: nested deeper than 16\n");

  const auto scalars = [](std::size_t count) {
    std::string yaml;
    for (std::size_t i = 0; i < count; ++i) yaml += "- a\n";
    return yaml;
  };
  EXPECT_EQ(problems_of(scalars(kDocumentScalarsMax)), "");
  EXPECT_EQ(problems_of(scalars(kDocumentScalarsMax + 1)), "f:10001:3: more than 10000 values\n");

  const std::string large = "a: b\n#" + std::string(kDocumentBytesMax - 6, 'x');
  EXPECT_EQ(problems_of(large), "");
  EXPECT_EQ(problems_of(large + "x"), "f: larger than 1048576 bytes\n");
}

}  // namespace
}  // namespace adapters::config
