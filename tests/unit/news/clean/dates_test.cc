#include "news/clean/dates.h"

#include <gtest/gtest.h>

namespace news::clean {
namespace {

using base::CivilTime;
using base::Timestamp;

const Timestamp kFetched = base::to_timestamp({2026, 3, 2, 12, 0, 0}, 0);

struct Row {
  const char* text;
  CivilTime local;
  Precision precision;
  std::optional<int> offset = std::nullopt;
  const char* language = "";
};

TEST(ScanDate, ReadsWhatPagesPrint) {
  const std::vector<Row> rows{
      {"2025-10-24", {2025, 10, 24}, Precision::Day},
      {"2025-10-24T09:31", {2025, 10, 24, 9, 31}, Precision::Minute},
      {"2025-10-24T09:31:07Z", {2025, 10, 24, 9, 31, 7}, Precision::Second, 0},
      {"2025-10-24T09:31:07.123+09:00", {2025, 10, 24, 9, 31, 7}, Precision::Second, 540},
      {"2025-10-24 09:31:07 -0430", {2025, 10, 24, 9, 31, 7}, Precision::Second, -270},
      {"20251024T093107Z", {2025, 10, 24, 9, 31, 7}, Precision::Second, 0},
      {"Fri, 24 Oct 2025 09:31:00 +0900", {2025, 10, 24, 9, 31}, Precision::Second, 540},
      {"Published: 24 Oct. 2025, 09:31", {2025, 10, 24, 9, 31}, Precision::Minute},
      {"Oct 24, 2025 9:31 AM", {2025, 10, 24, 9, 31}, Precision::Minute},
      {"October 24th, 2025 at 9:31 p.m. KST", {2025, 10, 24, 21, 31}, Precision::Minute, 540},
      {"12:05 AM, Oct. 24, 2025", {2025, 10, 24, 0, 5}, Precision::Minute},
      {"24 October 2025 09:31 GMT+9", {2025, 10, 24, 9, 31}, Precision::Minute, 540},
      {"24.10.2025 - 9.31 Uhr", {2025, 10, 24, 9, 31}, Precision::Minute},
      {"24. Oktober 2025, 9 Uhr", {2025, 10, 24, 9, 0}, Precision::Minute, {}, "de"},
      {"Freitag, 3. März 2025", {2025, 3, 3}, Precision::Day, {}, "de"},
      {"le 1er août 2025 à 9h31", {2025, 8, 1, 9, 31}, Precision::Minute, {}, "fr"},
      {"24 de octubre de 2025 a las 09:31", {2025, 10, 24, 9, 31}, Precision::Minute, {}, "es"},
      {"24 ottobre 2025 alle 9:31", {2025, 10, 24, 9, 31}, Precision::Minute, {}, "it"},
      {"24 de outubro de 2025 às 9h31", {2025, 10, 24, 9, 31}, Precision::Minute, {}, "pt"},
      {"24 listopada 2025", {2025, 11, 24}, Precision::Day, {}, "pl"},
      {"24. listopada 2025.", {2025, 10, 24}, Precision::Day, {}, "hr"},
      {"24 октября 2025 года, 09:31 МСК", {2025, 10, 24, 9, 31}, Precision::Minute, 180, "ru"},
      {"24 жовтня 2025, 09:31", {2025, 10, 24, 9, 31}, Precision::Minute, {}, "uk"},
      {"24 Οκτωβρίου 2025, 09:31 π.μ.", {2025, 10, 24, 9, 31}, Precision::Minute, {}, "el"},
      {"24 Ekim 2025 09:31", {2025, 10, 24, 9, 31}, Precision::Minute, {}, "tr"},
      {"٢٤ أكتوبر ٢٠٢٥", {2025, 10, 24}, Precision::Day, {}, "ar"},
      {"2025年10月24日 09:31", {2025, 10, 24, 9, 31}, Precision::Minute},
      {"2025年10月24日下午3时05分", {2025, 10, 24, 15, 5}, Precision::Minute},
      {"令和7年10月24日", {2025, 10, 24}, Precision::Day},
      {"2025.10.24 오전 9:31", {2025, 10, 24, 9, 31}, Precision::Minute},
      {"입력 2025. 10. 24. 오후 3:05", {2025, 10, 24, 15, 5}, Precision::Minute},
      {"2025년 10월 24일 15시 05분", {2025, 10, 24, 15, 5}, Precision::Minute},
      {"24 ตุลาคม 2568", {2025, 10, 24}, Precision::Day, {}, "th"},
      {"24/10/2025 09:31", {2025, 10, 24, 9, 31}, Precision::Minute},
      {"10/24/2025", {2025, 10, 24}, Precision::Day},
      {"24.10.25", {2025, 10, 24}, Precision::Day},
      {"2025. október 24. 09:31", {2025, 10, 24, 9, 31}, Precision::Minute, {}, "hu"},
  };
  for (const Row& row : rows) {
    const auto found = scan_date(row.text, row.language, kFetched);
    ASSERT_TRUE(found) << row.text;
    EXPECT_EQ(found->local, row.local)
        << row.text << ": " << found->local.year << "-" << found->local.month << "-"
        << found->local.day << " " << found->local.hour << ":" << found->local.minute << ":"
        << found->local.second;
    EXPECT_EQ(found->precision, row.precision) << row.text;
    EXPECT_EQ(found->offset_minutes, row.offset) << row.text;
    EXPECT_FALSE(found->ambiguous) << row.text;
  }
}

TEST(ScanDate, FindsNoDateWhereThereIsNone) {
  for (const char* text : {"", "31.02.2025", "Version 1.2.2025.4", "may 2025 be kind", "2025",
                           "12:30", "99/99/2025", "call 555-0134-22", "March on, 5 friends"}) {
    EXPECT_FALSE(scan_date(text, "en", kFetched)) << text;
  }
}

TEST(ScanDate, CountsBackFromTheFetchOnlyIfNothingElseIsThere) {
  const auto hours = scan_date("2 hours ago", "en", kFetched);
  ASSERT_TRUE(hours && hours->instant);
  EXPECT_EQ(*hours->instant, base::to_timestamp({2026, 3, 2, 10, 0, 0}, 0));
  EXPECT_EQ(scan_date("vor 3 Tagen", "de", kFetched)->local, (CivilTime{2026, 2, 27}));
  EXPECT_EQ(scan_date("3시간 전", "ko", kFetched)->local, (CivilTime{2026, 3, 2, 9, 0}));
  EXPECT_EQ(scan_date("il y a 5 heures", "fr", kFetched)->local, (CivilTime{2026, 3, 2, 7, 0}));
  EXPECT_EQ(scan_date("2 hours ago, 1 March 2026", "en", kFetched)->local, (CivilTime{2026, 3, 1}));
}

TEST(ScanUrlDate, ReadsDaysInPathsOnly) {
  EXPECT_EQ(scan_url_date("https://a.example/2025/10/24/ferry")->local, (CivilTime{2025, 10, 24}));
  EXPECT_EQ(scan_url_date("https://a.example/news/2025-10-24-ferry")->local,
            (CivilTime{2025, 10, 24}));
  // Of a copy in an archive the page's own, never the time of the capture.
  EXPECT_EQ(
      scan_url_date("https://web.example/web/20260101093100/http://a.example/2025/10/24/x")->local,
      (CivilTime{2025, 10, 24}));
  EXPECT_FALSE(scan_url_date("https://web.example/web/20260101093100/http://a.example/ferry"));
  EXPECT_FALSE(scan_url_date("https://a.example/n/20251024001"));
  EXPECT_FALSE(scan_url_date("https://2025-10-24.example"));
  EXPECT_FALSE(scan_url_date("https://a.example/2025/13/24/"));
}

TEST(ScanEpoch, ReadsSecondsAndMilliseconds) {
  EXPECT_EQ(scan_epoch("1761298260")->local, (CivilTime{2025, 10, 24, 9, 31}));
  EXPECT_EQ(scan_epoch(" 1761298260000 ")->local, (CivilTime{2025, 10, 24, 9, 31}));
  EXPECT_FALSE(scan_epoch("17612982600"));
  EXPECT_FALSE(scan_epoch("20251024"));
}

base::ZoneTable zones() {
  base::ZoneTable table;
  table.zones["Asia/Seoul"] = {{Timestamp{0}, 540}};
  table.zones["Europe/London"] = {{Timestamp{0}, 0}};
  table.zones["America/New_York"] = {{Timestamp{0}, -240}};
  return table;
}

DatesFound chosen(std::vector<DateCandidate> candidates, std::string_view publisher_zone = "",
                  std::string_view language = "en") {
  static const base::ZoneTable kZones = zones();
  return choose_dates(candidates, {kFetched, language, publisher_zone, &kZones});
}

TEST(ChooseDates, TakesTheFirstSourceThatCanBeTrue) {
  const auto found = chosen({{"1 March 2026, 10:00", DateSource::Label, DateRole::Published},
                             {"2031-01-01", DateSource::JsonLd, DateRole::Published},
                             {"1970-01-01", DateSource::Meta, DateRole::Published},
                             {"2026-03-01T09:00:00Z", DateSource::Time, DateRole::Published}});
  ASSERT_TRUE(found.published);
  EXPECT_EQ(found.published->from, "time");
  EXPECT_EQ(found.published->zone, ZoneSource::Given);
}

TEST(ChooseDates, AllowsTenMinutesOfTheFutureAndNoMore) {
  EXPECT_TRUE(chosen({{"2026-03-02T12:10:00Z", DateSource::Meta, DateRole::Published}}).published);
  EXPECT_FALSE(chosen({{"2026-03-02T12:10:01Z", DateSource::Meta, DateRole::Published}}).published);
}

TEST(ChooseDates, HasNoInstantWithoutAZone) {
  const DateCandidate seen{"24 Oct. 2025, 09:31", DateSource::Label, DateRole::Published};
  const auto unknown = chosen({seen});
  EXPECT_EQ(unknown.published->zone, ZoneSource::Unknown);
  EXPECT_FALSE(unknown.published->instant);
  EXPECT_EQ(unknown.published->raw, "24 Oct. 2025, 09:31");
  const auto publisher = chosen({seen}, "Asia/Seoul");
  EXPECT_EQ(publisher.published->zone, ZoneSource::Publisher);
  EXPECT_EQ(base::to_rfc3339(*publisher.published->instant), "2025-10-24T00:31:00Z");
  const auto derived =
      chosen({{"24 Oct. 2025, 09:31", DateSource::Meta, DateRole::Published},
              {"2025-10-24T09:31:00+02:00", DateSource::Time, DateRole::Published}});
  EXPECT_EQ(derived.published->zone, ZoneSource::Derived);
  EXPECT_EQ(base::to_rfc3339(*derived.published->instant), "2025-10-24T07:31:00Z");
}

TEST(ChooseDates, KnowsAbbreviationsWithRulesAndLeavesSharedOnesToThePublisher) {
  const auto et = chosen({{"Oct 24, 2025 9:31 AM ET", DateSource::Label, DateRole::Published}});
  EXPECT_EQ(et.published->zone, ZoneSource::Given);
  EXPECT_EQ(base::to_rfc3339(*et.published->instant), "2025-10-24T13:31:00Z");
  const DateCandidate shared{"Oct 24, 2025 9:31 AM IST", DateSource::Label, DateRole::Published};
  EXPECT_EQ(chosen({shared}).published->zone, ZoneSource::Unknown);
  EXPECT_EQ(chosen({shared}, "Europe/London").published->zone, ZoneSource::Publisher);
}

TEST(ChooseDates, SeesThroughAFalseZ) {
  const auto found = chosen({{"2025-10-24T09:31:00Z", DateSource::JsonLd, DateRole::Published},
                             {"24 Oct 2025, 09:31", DateSource::Label, DateRole::Published}},
                            "Asia/Seoul");
  EXPECT_TRUE(found.zone_conflict);
  EXPECT_EQ(base::to_rfc3339(*found.published->instant), "2025-10-24T00:31:00Z");
}

TEST(ChooseDates, LetsAnotherDateOrTheLanguageSettleTheOrder) {
  const DateCandidate open{"03/04/2025", DateSource::Label, DateRole::Published};
  EXPECT_EQ(chosen({open}).published->local, (CivilTime{2025, 4, 3}));
  EXPECT_TRUE(chosen({open}).order_assumed);
  EXPECT_EQ(chosen({open}, "", "en-US").published->local, (CivilTime{2025, 3, 4}));
  const auto settled =
      chosen({open, {"https://a.example/2025/03/04/x", DateSource::Url, DateRole::Modified}});
  EXPECT_EQ(settled.published->local, (CivilTime{2025, 3, 4}));
  EXPECT_FALSE(settled.order_assumed);
}

TEST(ChooseDates, DropsAChangeBeforePublication) {
  const DateCandidate published{"2025-10-24T09:31Z", DateSource::Meta, DateRole::Published};
  EXPECT_FALSE(
      chosen({published, {"2025-10-24T09:30Z", DateSource::Meta, DateRole::Modified}}).modified);
  EXPECT_TRUE(
      chosen({published, {"2025-10-24T09:31Z", DateSource::Meta, DateRole::Modified}}).modified);
}

TEST(ChooseDates, RefinesABareDayByTheTimePrintedForIt) {
  const auto found = chosen({{"2025-10-24", DateSource::JsonLd, DateRole::Published},
                             {"24 Oct 2025, 09:31", DateSource::Label, DateRole::Published}});
  EXPECT_EQ(found.published->local, (CivilTime{2025, 10, 24, 9, 31}));
}

TEST(ReadDateLines, TellsPublicationFromChange) {
  std::vector<DateLine> lines;
  read_date_lines("Published: 24 Oct. 2025, 09:31 | Last updated 25 Oct. 2025, 10:02", "en",
                  kFetched, lines);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].role, DateRole::Published);
  EXPECT_TRUE(lines[0].labelled);
  EXPECT_EQ(lines[1].role, DateRole::Modified);
  EXPECT_EQ(lines[1].text, "25 Oct. 2025, 10:02");
}

TEST(ReadDateLines, LeavesSentencesAlone) {
  std::vector<DateLine> lines;
  read_date_lines("The ferry first sailed on 24 October 1998 under another flag.", "en", kFetched,
                  lines);
  EXPECT_TRUE(lines.empty());
}

TEST(ReadDateLines, TakesSentencesThatLabelADate) {
  std::vector<DateLine> lines;
  read_date_lines("Last updated on 24 October 2025.", "en", kFetched, lines);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].role, DateRole::Modified);
}

TEST(ReadDateLines, AllowsAsManyOtherWordsAsItsCallerDoes) {
  const std::string_view line =
      "Mara Lind, harbour desk, and Jo Reyes, night desk and pictures | 24 October 2025";
  std::vector<DateLine> lines;
  read_date_lines(line, "en", kFetched, lines);
  EXPECT_TRUE(lines.empty());
  read_date_lines(line, "en", kFetched, lines, 1500);
  EXPECT_EQ(lines.size(), 1u);
}

TEST(DateBeforeText, IsSetApartFromTheText) {
  for (const char* text : {"24.10.2025 - The ferry sails again.", "24 October 2025. The ferry",
                           "(24 October 2025) The ferry", "Harbour, (24.10.2025). The ferry"}) {
    EXPECT_FALSE(date_before_text(text, "en", kFetched).empty()) << text;
  }
  for (const char* text :
       {"24 October 2025 was a day of storms.", "On 24 October 2025, the ferry sailed.",
        "The ferry that sailed on 24 October 2025 - the last one", "24.10.2025",
        "2 days ago - x"}) {
    EXPECT_TRUE(date_before_text(text, "en", kFetched).empty()) << text;
  }
}

}  // namespace
}  // namespace news::clean
