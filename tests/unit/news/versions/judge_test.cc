#include "news/versions/judge.h"

#include <gtest/gtest.h>

#include "tests/unit/news/versions/sightings.h"

namespace news::versions {
namespace {

constexpr Status kGone = Status::Gone, kMissing = Status::Missing, kKilled = Status::Canceled;

TEST(Judge, Row1ATakenDownArticleNeverComesBack) {
  Story story;
  story.head.removed = true;
  const Placement placement = story.tell({.minute = 0, .text = 1});
  EXPECT_EQ(in_words(placement), "removed 1");
  EXPECT_FALSE(placement.write);
}

TEST(Judge, Row2TheSameCrawlAgainChangesNothing) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  const HeadRow before = story.head;
  const Placement placement = story.tell({.minute = 0, .text = 1});
  EXPECT_EQ(in_words(placement), "resent 2");
  EXPECT_FALSE(placement.write);
  EXPECT_EQ(placement.head, before);
}

TEST(Judge, Row2AnOlderCleanerIsNotListenedTo) {
  Story story;
  story.tell({.minute = 0, .text = 1, .raw = 5, .cleaner = 2});
  EXPECT_EQ(in_words(story.tell({.minute = 0, .text = 2, .raw = 5, .cleaner = 1})), "resent 2");
}

TEST(Judge, Row3ANewerCleanerThatReadsTheSameIsOnlyNoted) {
  Story story;
  story.tell({.minute = 0, .text = 1, .raw = 5, .cleaner = 1});
  const Placement placement = story.tell({.minute = 0, .text = 1, .raw = 5, .cleaner = 2});
  EXPECT_EQ(in_words(placement), "resent 3");
  EXPECT_TRUE(placement.write);
  EXPECT_EQ(story.head.sightings.at(0).cleaner.output_revision, 2u);
}

TEST(Judge, Row3bWhatWasForgottenIsNotPublishedAgain) {
  Story story;
  story.tell({.minute = 100, .text = 1});
  story.head.floor = Timestamp{kStart + 50 * kMinute};
  const HeadRow before = story.head;
  EXPECT_EQ(in_words(story.tell({.minute = 50, .text = 2})), "older 3b");
  EXPECT_EQ(story.head, before);
  EXPECT_EQ(in_words(story.tell({.minute = 51, .text = 3})), "older 13 -> 0.1");
}

TEST(Judge, Row3bTheHeadIsListenedToEvenBelowTheFloor) {
  Story story;
  story.tell({.minute = 100, .text = 1, .partial = true});
  story.head.floor = Timestamp{kStart + 50 * kMinute};
  EXPECT_EQ(in_words(story.tell({.minute = 40, .text = 2})), "revised 12 -> 2");
}

TEST(Judge, Row4AMissingPageOfAnUnknownArticleIsHeld) {
  Story story;
  EXPECT_EQ(in_words(story.tell({.minute = 0, .status = kMissing})), "held 4");
  EXPECT_EQ(in_words(story.tell({.minute = 10, .text = 1})), "new 8 -> 1");
}

TEST(Judge, Row5TheSameTextLaterIsADuplicate) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  const Placement placement = story.tell({.minute = 10, .text = 1});
  EXPECT_EQ(in_words(placement), "duplicate 5");
  EXPECT_TRUE(placement.write);
  EXPECT_EQ(story.head.sightings.size(), 2u);
}

TEST(Judge, Row5ACutTextIsADuplicateOfTheWholeOne) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  EXPECT_EQ(in_words(story.tell({.minute = 10, .text = 2, .partial = true})), "duplicate 5");
}

TEST(Judge, Row5APageGoneAtAnotherAddressSaysNothing) {
  Story story;
  story.tell({.minute = 0, .text = 1, .address = 1});
  EXPECT_EQ(in_words(story.tell({.minute = 10, .status = kGone, .address = 2})), "duplicate 5");
}

TEST(Judge, Row5OneMissingPageWithdrawsNothing) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  EXPECT_EQ(in_words(story.tell({.minute = 10, .status = kMissing})), "duplicate 5");
  EXPECT_EQ(in_words(story.tell({.minute = 69, .status = kMissing, .raw = 9})), "duplicate 5");
  EXPECT_EQ(in_words(story.tell({.minute = 70, .status = kMissing, .raw = 9})), "withdrawn 6 -> 2");
}

TEST(Judge, Row6AGonePageWithdrawsTheArticleAsItsNextVersion) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  const Placement placement = story.tell({.minute = 10, .status = kGone});
  EXPECT_EQ(in_words(placement), "withdrawn 6 -> 2");
  EXPECT_EQ(placement.previous, (VersionNumber{1, 0}));
  EXPECT_EQ(in_words(story.tell({.minute = 20, .status = Status::Deleted})), "duplicate 5");
}

TEST(Judge, Row6DeletedCountsAtAnyAddress) {
  Story story;
  story.tell({.minute = 0, .text = 1, .address = 1});
  EXPECT_EQ(in_words(story.tell({.minute = 10, .status = Status::Deleted, .address = 2})),
            "withdrawn 6 -> 2");
}

TEST(Judge, Row6AKillThatComesFirstHoldsTheArticleBack) {
  Story story;
  EXPECT_EQ(in_words(story.tell({.minute = 10, .status = kKilled})), "withdrawn 6");
  EXPECT_EQ(in_words(story.tell({.minute = 5, .text = 1})), "older 14");
  EXPECT_EQ(in_words(story.tell({.minute = 20, .text = 1})), "new 8 -> 1");
}

TEST(Judge, Row7ANewerCleanerRepublishesItsTextUnderTheSameNumber) {
  Story story;
  story.tell({.minute = 0, .text = 1, .raw = 5, .cleaner = 1});
  EXPECT_EQ(in_words(story.tell({.minute = 0, .text = 2, .raw = 5, .cleaner = 2})),
            "recleaned 7 -> 1");
}

TEST(Judge, Row7IsNumberedOneWhenNothingWasPublished) {
  Story story;
  story.tell({.minute = 0, .status = kMissing, .raw = 5, .cleaner = 1});
  EXPECT_EQ(in_words(story.tell({.minute = 0, .text = 2, .raw = 5, .cleaner = 2})),
            "recleaned 7 -> 1");
}

TEST(Judge, Row8TheFirstUsableTextIsVersionOne) {
  Story story;
  const Placement placement = story.tell({.minute = 0, .text = 1});
  EXPECT_EQ(in_words(placement), "new 8 -> 1");
  EXPECT_FALSE(placement.previous.has_value());
}

TEST(Judge, Row9ATextAfterAWithdrawalRestores) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  story.tell({.minute = 10, .status = kGone});
  EXPECT_EQ(in_words(story.tell({.minute = 20, .text = 1})), "restored 9 -> 3");
}

TEST(Judge, Row10ADifferenceOfCleanersIsNoNews) {
  Story story;
  story.tell({.minute = 0, .text = 1, .cleaner = 1});
  EXPECT_EQ(in_words(story.tell({.minute = 10, .text = 2, .cleaner = 2})), "recleaned 10 -> 1");
  EXPECT_EQ(in_words(story.tell({.minute = 20, .text = 3, .cleaner = 2})), "revised 12 -> 2");
}

TEST(Judge, Row10ACorrectionIsNewsWhateverTheCleaner) {
  Story story;
  story.tell({.minute = 0, .text = 1, .cleaner = 1});
  EXPECT_EQ(in_words(story.tell({.minute = 10, .text = 2, .cleaner = 2, .correction = true})),
            "revised 12 -> 2");
}

TEST(Judge, Row11AnEarlierTextComesBackAsTheNextVersion) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  story.tell({.minute = 10, .text = 2});
  const Placement placement = story.tell({.minute = 20, .text = 1});
  EXPECT_EQ(in_words(placement), "reverted 11 -> 3");
  EXPECT_EQ(placement.reverts_to, (VersionNumber{1, 0}));
}

TEST(Judge, Row11TheFourthRevertOfADayKeepsTheNumber) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  story.tell({.minute = 10, .text = 2});
  EXPECT_EQ(in_words(story.tell({.minute = 20, .text = 1})), "reverted 11 -> 3");
  EXPECT_EQ(in_words(story.tell({.minute = 30, .text = 2})), "reverted 11 -> 4");
  EXPECT_EQ(in_words(story.tell({.minute = 40, .text = 1})), "reverted 11 -> 5");
  const Placement fourth = story.tell({.minute = 50, .text = 2});
  EXPECT_EQ(in_words(fourth), "reverted 11 -> 5");
  EXPECT_TRUE(fourth.flapping);
  EXPECT_EQ(in_words(story.tell({.minute = 60, .text = 3})), "revised 12 -> 6");
  const Placement next_day = story.tell({.minute = 50 + 1440, .text = 1});
  EXPECT_EQ(in_words(next_day), "reverted 11 -> 7");
  EXPECT_FALSE(next_day.flapping);
}

TEST(Judge, Row11BackFromASilentChangeKeepsTheNumberAndIsPublished) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  EXPECT_EQ(in_words(story.tell_silently({.minute = 10, .text = 2})), "revised 12");
  EXPECT_EQ(in_words(story.tell({.minute = 20, .text = 1})), "reverted 11 -> 1");
}

TEST(Judge, Row12AnotherTextIsTheNextVersion) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  const Placement placement = story.tell({.minute = 10, .text = 2});
  EXPECT_EQ(in_words(placement), "revised 12 -> 2");
  EXPECT_EQ(placement.previous, (VersionNumber{1, 0}));
}

TEST(Judge, Row12ASilentRevisionTakesTheNumberOfTheHeadItFollows) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  story.tell_silently({.minute = 10, .text = 2});
  EXPECT_EQ(story.head.head_number, 1u);
  EXPECT_EQ(in_words(story.tell({.minute = 20, .text = 3})), "revised 12 -> 2");
}

TEST(Judge, Row13ALateTextFromBeforeVersionOneIsNumberedZeroPointOne) {
  Story story;
  story.tell({.minute = 100, .text = 2});
  const Placement placement = story.tell({.minute = 50, .text = 1});
  EXPECT_EQ(in_words(placement), "older 13 -> 0.1");
  EXPECT_TRUE(placement.historic);
  EXPECT_EQ(story.head.head_number, 1u);
  EXPECT_EQ(in_words(story.tell({.minute = 60, .text = 3})), "older 13 -> 0.2");
}

TEST(Judge, Row13ALateTextIsNumberedAfterTheVersionBeforeIt) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  story.tell({.minute = 100, .text = 2});
  EXPECT_EQ(in_words(story.tell({.minute = 50, .text = 3})), "older 13 -> 1.1");
}

TEST(Judge, Row14ALateTextThatHasANumberIsNotPublished) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  story.tell({.minute = 100, .text = 2});
  EXPECT_EQ(in_words(story.tell({.minute = 50, .text = 3})), "older 13 -> 1.1");
  EXPECT_EQ(in_words(story.tell({.minute = 75, .text = 1})), "older 14");
}

TEST(Judge, Row14NeverPublishesThePastOfAWithdrawnArticle) {
  Story story;
  story.tell({.minute = 10, .text = 1});
  story.tell({.minute = 20, .status = kGone});
  EXPECT_EQ(in_words(story.tell({.minute = 5, .text = 2})), "older 14");
}

TEST(Judge, AHeadWhoseTextIsNotAtHandWaitsForIt) {
  Story story;
  story.tell({.minute = 0, .text = 1});
  story.tell({.minute = 10, .text = 2, .raw = 5, .cleaner = 1});
  // Another reading of the newest crawl finds that the page was missing: the text before it is
  // the head again, and only the next page that shows it can be published.
  const Placement waiting = story.tell({.minute = 10, .status = kMissing, .raw = 5, .cleaner = 2});
  EXPECT_EQ(in_words(waiting), "recleaned 7");
  EXPECT_TRUE(waiting.pending);
  EXPECT_TRUE(story.head.text_pending);
  const Placement there = story.tell({.minute = 20, .text = 1});
  EXPECT_TRUE(there.publish) << in_words(there);
  EXPECT_FALSE(story.head.text_pending);
  EXPECT_EQ(in_words(story.tell({.minute = 30, .text = 1})), "duplicate 5");
}

TEST(Judge, AMergedTimelineIsJudgedAgainstWhatWasPublished) {
  Story a, b;
  a.tell({.minute = 0, .text = 1});
  b.tell({.minute = 5, .text = 2});
  const Placement placement = place(a.head, b.head, see({.minute = 10, .text = 3}));
  EXPECT_EQ(in_words(placement), "revised 12 -> 2");
  ASSERT_EQ(placement.head.values.size(), 3u);
  EXPECT_FALSE(placement.head.values[1].first.has_value());
}

TEST(Judge, TellsTheHistoryOldestFirst) {
  Story story;
  story.tell({.minute = 10, .text = 1});
  story.tell({.minute = 20, .text = 2});
  story.tell({.minute = 15, .text = 3});
  story.tell({.minute = 30, .status = kGone});
  const std::vector<HistoryEntry> entries = history_entries(story.head);
  ASSERT_EQ(entries.size(), 4u);
  EXPECT_EQ(to_string(*entries[0].number), "1");
  EXPECT_EQ(to_string(*entries[1].number), "1.1");
  EXPECT_EQ(to_string(*entries[2].number), "2");
  EXPECT_EQ(to_string(*entries[3].number), "3");
  EXPECT_EQ(entries[3].status, kKilled);
  EXPECT_EQ(entries[1].since.value, kStart + 15 * kMinute);
}

TEST(Judge, RemembersOfAWithheldPageOnlyThatItIsWithheld) {
  Candidate candidate;
  candidate.signals.hold = true;
  candidate.text.content_hash = {1, 2};
  candidate.partial = true;
  const Seen seen = seen_in(candidate);
  EXPECT_EQ(seen.value.status, Status::Withheld);
  EXPECT_EQ(seen.value.content_hash, Hash128{});
  candidate.signals.kill = true;
  EXPECT_EQ(seen_in(candidate).value.status, Status::Canceled);
}

}  // namespace
}  // namespace news::versions
