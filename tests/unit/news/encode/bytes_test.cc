// Round trips of everything that outlives the process, and what its readers refuse.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "news/encode/article.h"
#include "news/encode/candidate.h"
#include "news/encode/packed.h"
#include "news/encode/rows.h"
#include "tests/unit/news/encode/samples.h"

namespace news::encode {
namespace {

// Field 1, a varint: the format of every message.
std::string with_format(std::string bytes, char format) {
  EXPECT_EQ(bytes.substr(0, 2), std::string("\x08\x01"));
  bytes[1] = format;
  return bytes;
}

TEST(ArticleBytes, ComeBackAsTheSameArticle) {
  for (const Article& article :
       {samples::full_article(), samples::short_article(), samples::list_article(), Article{}}) {
    const Result<Article> read = read_article(to_bytes(article));
    ASSERT_TRUE(read) << read.fault().detail;
    EXPECT_EQ(*read, article);
  }
}

TEST(ArticleBytes, AreRefusedInAFormatThatNobodyKnows) {
  for (const char format : {'\0', '\2'}) {
    const auto read = read_article(with_format(to_bytes(samples::full_article()), format));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.fault().code, "unknown_format");
    EXPECT_EQ(read.fault().recovery, base::Recovery::Stop);
  }
  EXPECT_EQ(read_article("").fault().code, "unknown_format");
  EXPECT_EQ(read_article("\xFF\xFF").fault().code, "bad_article");
}

TEST(ArticleBytes, AreRefusedWithFieldsOutOfTheirRange) {
  Article article = samples::full_article();
  article.blocks[0].kind = static_cast<BlockKind>(99);
  EXPECT_EQ(read_article(to_bytes(article)).fault().code, "bad_article");
  article = samples::full_article();
  article.confidence = static_cast<Confidence>(9);
  EXPECT_EQ(read_article(to_bytes(article)).fault().code, "bad_article");
  article = samples::full_article();
  article.published->zone = static_cast<ZoneSource>(9);
  EXPECT_EQ(read_article(to_bytes(article)).fault().code, "bad_article");
}

TEST(ArticleBytes, StayReadableWhenTextCameBroken) {
  Article article = samples::full_article();
  article.charset.declared = "ko\xFFi8";
  const Result<Article> read = read_article(to_bytes(article));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->charset.declared, "ko\xEF\xBF\xBDi8");
}

TEST(CandidateBytes, ComeBackAsTheSameCandidate) {
  for (const Candidate& candidate : {samples::page_candidate(), samples::withdrawal_candidate(),
                                     samples::takedown_candidate()}) {
    const Result<Candidate> read = read_candidate(to_bytes(candidate));
    ASSERT_TRUE(read) << read.fault().detail;
    EXPECT_EQ(*read, candidate);
  }
}

TEST(CandidateBytes, AreAStopWhenTheyCannotBeRead) {
  const std::string bytes = to_bytes(samples::page_candidate());
  EXPECT_EQ(read_candidate(with_format(bytes, 2)).fault().code, "unknown_format");
  EXPECT_EQ(read_candidate(bytes.substr(0, bytes.size() - 1)).fault().code, "bad_candidate");
  EXPECT_EQ(read_candidate(bytes.substr(0, bytes.size() - 1)).fault().recovery,
            base::Recovery::Stop);
}

TEST(CandidateBytes, AreRefusedWithFieldsOutOfTheirRange) {
  const auto code = [](auto change) {
    Candidate candidate = samples::page_candidate();
    change(candidate);
    const auto read = read_candidate(to_bytes(candidate));
    return read ? std::string("accepted") : std::string(read.fault().code);
  };
  EXPECT_EQ(code([](Candidate&) {}), "accepted");
  EXPECT_EQ(code([](Candidate& c) { c.kind = CandidateKind{0}; }), "bad_candidate");
  EXPECT_EQ(code([](Candidate& c) { c.kind = CandidateKind{4}; }), "bad_candidate");
  EXPECT_EQ(code([](Candidate& c) { c.lane = Lane{0}; }), "bad_candidate");
  EXPECT_EQ(code([](Candidate& c) { c.status = Status{7}; }), "bad_candidate");
  EXPECT_EQ(code([](Candidate& c) { c.site.clear(); }), "bad_candidate");
  EXPECT_EQ(code([](Candidate& c) { c.addresses[0].kind = AddressKind{0}; }), "bad_candidate");
  EXPECT_EQ(code([](Candidate& c) { c.fetched_at.value = -1; }), "bad_candidate");
  EXPECT_EQ(code([](Candidate& c) { c.fetched_at.value = (std::int64_t{1} << 48) - 1; }),
            "accepted");
  EXPECT_EQ(code([](Candidate& c) { c.fetched_at.value = std::int64_t{1} << 48; }),
            "bad_candidate");
}

TEST(RowBytes, ComeBackAsTheSameRowInEveryFormat) {
  for (const RowFormat format : {RowFormat::One, RowFormat::Two}) {
    const auto bytes = [&](const auto& row) { return to_bytes(row, format); };
    const ArticleId id = samples::some_id(3);
    const HeadRow head = samples::full_head_row();
    EXPECT_EQ(*read_head_row(id, bytes(head)), head);
    HeadRow empty;
    empty.id = id;
    EXPECT_EQ(*read_head_row(id, bytes(empty)), empty);
    const TextRow text = samples::full_text_row();
    EXPECT_EQ(*read_text_row(id, bytes(text)), text);
    const AliasRow alias{samples::some_id(4), 'u', 20516, 20515, 7, 0xdeadbeef, true};
    EXPECT_EQ(*read_alias_row(bytes(alias)), alias);
    const AliasRow of_text{samples::some_id(4), 'c', 20516, 0, 0, 0, false};
    EXPECT_EQ(*read_alias_row(bytes(of_text)), of_text);
    const SiteRow site{20546, 20547, 1, 2};
    EXPECT_EQ(*read_site_row(bytes(site)), site);
    const LineRow line{{1, 2, 0xffff}, {20515, 20516}};
    EXPECT_EQ(*read_line_row(bytes(line)), line);
    const FloodRow flood{20516, 201};
    EXPECT_EQ(*read_flood_row(bytes(flood)), flood);
    const CalendarRow calendar{{head_key(samples::some_id(1)), line_key("a.example", 7)}, 3};
    EXPECT_EQ(*read_calendar_row(bytes(calendar)), calendar);
    const StreamRow stream{20516, 20515, 3, 7};
    EXPECT_EQ(*read_stream_row(bytes(stream)), stream);
    EXPECT_EQ(bytes(stream)[1], static_cast<char>(format));
  }
}

TEST(RowBytes, SightingsComeBackWhateverTheyAre) {
  HeadRow row = samples::full_head_row();
  row.sightings = {{Timestamp{0}, 0, 0xffff, {0, 0}, 0},
                   {Timestamp{(std::int64_t{1} << 48) - 1}, 0xffff, 0, {0, 1}, 2},
                   {Timestamp{5}, 1, 2, {0, 1}, 1},
                   {Timestamp{5}, 1, 2, {7, 0}, 1},
                   {Timestamp{5}, 1, 3, {7, 0}, 1}};
  for (const RowFormat format : {RowFormat::One, RowFormat::Two}) {
    EXPECT_EQ(*read_head_row(row.id, to_bytes(row, format)), row);
  }
}

TEST(RowBytes, OfAnotherFormatAreAStop) {
  const ArticleId id = samples::some_id(3);
  const auto refused = [](const auto& read) {
    return !read && read.fault().code == "unknown_format" &&
           read.fault().recovery == base::Recovery::Stop;
  };
  const AliasRow alias{samples::some_id(4), 'u', 1, 0, 0, 0, false};
  for (const char other : {'\0', '\3'}) {
    const auto bytes = [&](const auto& row) {
      return with_format(to_bytes(row, RowFormat::One), other);
    };
    EXPECT_TRUE(refused(read_head_row(id, bytes(samples::full_head_row()))));
    EXPECT_TRUE(refused(read_text_row(id, bytes(samples::full_text_row()))));
    EXPECT_TRUE(refused(read_alias_row(bytes(alias))));
    EXPECT_TRUE(refused(read_site_row(bytes(SiteRow{}))));
    EXPECT_TRUE(refused(read_line_row(bytes(LineRow{}))));
    EXPECT_TRUE(refused(read_flood_row(bytes(FloodRow{}))));
    EXPECT_TRUE(refused(read_calendar_row(bytes(CalendarRow{}))));
    EXPECT_TRUE(refused(read_stream_row(bytes(StreamRow{}))));
  }
  EXPECT_TRUE(refused(read_stream_row("")));
}

TEST(RowBytes, ThatAreDamagedAreAStop) {
  const ArticleId id = samples::some_id(3);
  const std::string head = to_bytes(samples::full_head_row(), RowFormat::One);
  const auto cut = read_head_row(id, head.substr(0, head.size() - 4));
  EXPECT_EQ(cut.fault().code, "bad_row");
  EXPECT_EQ(cut.fault().recovery, base::Recovery::Stop);

  HeadRow row = samples::full_head_row();
  row.sightings[0].value = 3;  // there are three values: 0 to 2
  EXPECT_EQ(read_head_row(id, to_bytes(row, RowFormat::One)).fault().code, "bad_row");
  row = samples::full_head_row();
  row.values[0].value.status = Status{0};
  EXPECT_EQ(read_head_row(id, to_bytes(row, RowFormat::One)).fault().code, "bad_row");
  const AliasRow alias{samples::some_id(4), 'z', 1, 0, 0, 0, false};
  EXPECT_EQ(read_alias_row(to_bytes(alias, RowFormat::One)).fault().code, "bad_row");
  // Sightings end where they end: cut anywhere else they are damage, or fewer.
  row = samples::full_head_row();
  const std::string packed = pack_deltas(row.sightings);
  std::size_t whole = 0;
  for (std::size_t size = 0; size < packed.size(); ++size) {
    const auto read = unpack_deltas(std::string_view(packed).substr(0, size));
    whole += read.has_value() ? 1 : 0;
  }
  EXPECT_EQ(whole, row.sightings.size());
  EXPECT_FALSE(unpack_deltas(std::string(11, '\xff')).has_value());
}

TEST(RowKeys, AreALetterAndAFixedLengthId) {
  const ArticleId id = samples::some_id(0);
  EXPECT_EQ(base::to_hex(head_key(id)), "6800112233445566778899aabbccddeeff");
  EXPECT_EQ(text_key(id), 'x' + head_key(id).substr(1));
  EXPECT_EQ(base::to_hex(calendar_key(20516, 258)), "650000502400000102");
  EXPECT_EQ(stream_key(), "d");
  EXPECT_EQ(site_key("a.example").size(), 9u);
  EXPECT_EQ(line_key("a.example", 1).size(), 9u);
  EXPECT_EQ(flood_key("a.example", {1, 2}).size(), 9u);
  EXPECT_NE(site_key("a.example"), site_key("b.example"));
  EXPECT_NE(line_key("a.example", 1), line_key("a.example", 2));
  EXPECT_NE(line_key("a.example", 1), line_key("b.example", 1));
  EXPECT_NE(flood_key("a.example", {1, 2}), flood_key("a.example", {1, 3}));
}

TEST(RowBytes, StayWithinTheSizesThatDisksAreCountedWith) {
  HeadRow median;
  median.site = "harbourpost.example";
  median.first_created = Timestamp{1'772'433'600'000};
  median.values = {
      {{Status::Usable, {1, 2}, false, false}, VersionNumber{1, 0}, VersionNumber{1, 0}}};
  median.sightings = {{Timestamp{1'772'433'600'000}, 1, 2, {1, 0}, 0}};
  median.head_number = 1;
  median.language = "en";
  median.written_day = 20516;
  median.aliases.resize(2);
  EXPECT_LE(to_bytes(median, RowFormat::One).size(), 160u);
  EXPECT_LE(to_bytes(median, RowFormat::Two).size(), 152u);

  HeadRow largest = median;
  largest.values.resize(32, median.values[0]);
  largest.sightings.resize(64, median.sightings[0]);
  largest.aliases.resize(64);
  EXPECT_LE(to_bytes(largest, RowFormat::One).size(), 3'500u);
  EXPECT_LE(to_bytes(largest, RowFormat::Two).size(), 2'900u);
}

}  // namespace
}  // namespace news::encode
