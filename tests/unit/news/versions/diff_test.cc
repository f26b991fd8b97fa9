#include "news/versions/diff.h"

#include <gtest/gtest.h>

#include <set>

#include "news/versions/normal.h"

namespace news::versions {
namespace {

using Paragraphs = std::vector<std::string>;

TextFeatures text(const std::string& headline, const Paragraphs& paragraphs) {
  Article article;
  article.headline = headline;
  article.language = "en";
  for (const std::string& paragraph : paragraphs) {
    article.blocks.push_back({BlockKind::Paragraph, 0, paragraph});
  }
  return text_features(article);
}

const std::string kHead = "Night ferry returns";
// Each of so many words that two sentences are half of them all.
const std::string kFirst = "The night ferry sails again from the old harbour in the spring.";
const std::string kSecond = "Tickets for the crossing are on sale at the small office by the quay.";
const std::string kThird = "The crew of the ferry has been told to come back after the winter.";
const std::string kFourth = "Nobody on the island had asked for another route to the mainland.";
const Paragraphs kBody{kFirst + " " + kSecond, kThird, kFourth};

Difference diff(
    const Paragraphs& before, const Paragraphs& after,
    const IsBoilerplate& boilerplate = [](std::uint32_t) { return false; }) {
  const TextFeatures then = text(kHead, before), now = text(kHead, after);
  return describe(Telling{then, false}, {now, false}, boilerplate);
}

// "edited 1.2, added 3, removed 2.1": sentences by paragraph, whole paragraphs without.
std::string in_words(const Difference& diff) {
  constexpr const char* kKinds[] = {"edited", "added", "removed", "moved"};
  std::string all;
  for (const Operation& operation : diff.operations) {
    if (!all.empty()) all += ", ";
    all += kKinds[static_cast<std::size_t>(operation.kind)];
    all += ' ' + std::to_string(operation.paragraph);
    if (operation.sentence) all += '.' + std::to_string(*operation.sentence);
    if (operation.facts) all += " facts";
  }
  return all;
}

TEST(Class, CorrectionIfTheSignalIsNew) {
  const TextFeatures then = text(kHead, kBody), now = text(kHead, {kBody[0], kThird});
  const auto none = [](std::uint32_t) { return false; };
  EXPECT_EQ(describe(Telling{then, false}, {now, true}, none).change, ChangeClass::Correction);
  EXPECT_EQ(describe(Telling{then, true}, {now, true}, none).change, ChangeClass::Removal);
  EXPECT_EQ(describe(Telling{then, false}, {then, true}, none).change, ChangeClass::Correction)
      << "even of the same text";
}

TEST(Class, NoneIfTheTextIsTheSame) { EXPECT_EQ(diff(kBody, kBody).change, ChangeClass::None); }

TEST(Class, NoneIfOnlyParagraphsAreSplitInAnotherWay) {
  const Difference d = diff(kBody, {kFirst, kSecond, kThird + " " + kFourth});
  EXPECT_EQ(d.change, ChangeClass::None);
  EXPECT_EQ(d.kept, 4u);
}

TEST(Class, BoilerplateIfNothingElseHasChanged) {
  const std::string line = "Subscribe to our letter for more stories like this one.";
  const Paragraphs with{kBody[0], kThird, kFourth, line};
  const std::uint32_t fold = text(kHead, with).sentences.back().fold;
  const auto known = [&](std::uint32_t one) { return one == fold; };
  EXPECT_EQ(diff(kBody, with, known).change, ChangeClass::Boilerplate);
  EXPECT_EQ(diff(kBody, {kBody[0], kThird, line}, known).change, ChangeClass::Edit)
      << "a sentence went besides";
  const TextFeatures then = text(kHead, kBody), now = text("Another headline", with);
  EXPECT_NE(describe(Telling{then, false}, {now, false}, known).change, ChangeClass::Boilerplate);
}

TEST(Class, HeadlineIfNothingElseHasChanged) {
  const TextFeatures then = text(kHead, kBody), now = text("Ferry at night returns", kBody);
  const auto none = [](std::uint32_t) { return false; };
  EXPECT_EQ(describe(Telling{then, false}, {now, false}, none).change, ChangeClass::Headline);
  const TextFeatures more = text("Ferry at night returns", {kBody[0], kThird, kFourth, kFirst});
  EXPECT_EQ(describe(Telling{then, false}, {more, false}, none).change, ChangeClass::Addition);
}

TEST(Class, RewriteIfLessThanHalfOfTheWordsAreLeft) {
  const std::string other = "Something that was never told stands here in as many words as before.";
  // Of forty words of the longer text twenty are left, then nineteen.
  const auto words = [](int from, int count) {
    std::string sentence;
    for (int i = 0; i < count; ++i) sentence += "word" + std::to_string(from + i) + ' ';
    sentence.back() = '.';
    return sentence;
  };
  EXPECT_EQ(diff({words(0, 20)}, {words(0, 20), words(100, 20)}).change, ChangeClass::Addition);
  EXPECT_EQ(diff({words(0, 19)}, {words(0, 19), words(100, 21)}).change, ChangeClass::Rewrite);
  EXPECT_EQ(diff(kBody, {other, other}).change, ChangeClass::Rewrite);
}

TEST(Class, FactualIfAnEditedSentenceHasOtherFacts) {
  const auto cost = [](const std::string& price) {
    return Paragraphs{
        kFirst, "A ticket for the long crossing now costs " + price + " euros a head.", kThird};
  };
  const Difference d = diff(cost("12"), cost("14"));
  EXPECT_EQ(d.change, ChangeClass::Factual);
  EXPECT_EQ(in_words(d), "edited 2.1 facts");
  const auto says = [](const std::string& what) {
    return Paragraphs{kFirst,
                      "The new route " + what + " open before the end of the summer season."};
  };
  EXPECT_EQ(diff(says("will"), says("will not")).change, ChangeClass::Factual) << "a negation";
  EXPECT_EQ(diff(says("will"), says("would")).change, ChangeClass::Edit);
}

TEST(Class, AdditionAndRemovalIfNothingElseIsDone) {
  const Difference added = diff({kFirst, kThird}, {kFirst, kSecond, kThird});
  EXPECT_EQ(added.change, ChangeClass::Addition);
  EXPECT_EQ(in_words(added), "added 2");
  EXPECT_EQ(added.kept, 2u);
  EXPECT_EQ(added.added, 1u);
  const Difference removed = diff(kBody, {kFirst, kThird, kFourth});
  EXPECT_EQ(removed.change, ChangeClass::Removal);
  EXPECT_EQ(in_words(removed), "removed 1.2");
  EXPECT_EQ(removed.removed, 1u);
}

TEST(Class, EditIfSentencesComeAndGo) {
  const Difference d = diff({kFirst, kSecond, kThird}, {kFirst, kThird, kFourth});
  EXPECT_EQ(d.change, ChangeClass::Edit);
  EXPECT_EQ(in_words(d), "added 3, removed 2");
}

TEST(Class, EditWithoutOperationsIfTheFormerTextIsForgotten) {
  const TextFeatures now = text(kHead, kBody);
  const Difference d = describe(std::nullopt, {now, false}, [](std::uint32_t) { return false; });
  EXPECT_EQ(d.change, ChangeClass::Edit);
  EXPECT_TRUE(d.operations.empty());
  EXPECT_EQ(d.words_before, 0u);
  EXPECT_EQ(d.words_after, now.words);
}

TEST(Class, CosmeticIfOnlyCasePunctuationAccentsOrOrderDiffer) {
  EXPECT_EQ(diff({kFirst, "The café by the quay is open, at last."},
                 {kFirst, "The CAFE by the quay is open at last!"})
                .change,
            ChangeClass::Cosmetic);
  const Difference moved = diff({kFirst, kSecond, kThird}, {kThird, kFirst, kSecond});
  EXPECT_EQ(moved.change, ChangeClass::Cosmetic);
  EXPECT_EQ(moved.moved, 1u);
  EXPECT_EQ(in_words(moved), "moved 1.1");
}

TEST(Operations, AreSixtyFourAtMost) {
  Paragraphs before, after;
  for (std::size_t i = 0; i <= kOperationsMax; ++i) {
    const std::string number = std::to_string(i);
    before.push_back("This is sentence " + number + " of a text that is told and told again.");
    after.push_back(before.back());
    if (i < kOperationsMax)
      after.push_back("New here is only what stands in place " + number + ".");
  }
  Difference d = diff(before, after);
  EXPECT_EQ(d.operations.size(), kOperationsMax);
  EXPECT_FALSE(d.more);
  after.push_back("And one more than can be told of at once stands here.");
  d = diff(before, after);
  EXPECT_EQ(d.operations.size(), kOperationsMax);
  EXPECT_TRUE(d.more);
  EXPECT_EQ(d.added, kOperationsMax + 1) << "counted all the same";
}

TEST(KnownPercent, CountsWordsOfKnownSentences) {
  const TextFeatures known = text(kHead, {"One two three four. Five six."});
  EXPECT_EQ(known_percent(known, text(kHead, {"One two three four. Other words."})), 66u);
  EXPECT_EQ(known_percent(known, text(kHead, {"Nothing of it."})), 0u);
  EXPECT_EQ(known_percent(known, text(kHead, {})), 0u);
}

}  // namespace
}  // namespace news::versions
