// The bytes that outlive the process: topics and rows. A change here needs a new format number.
#include <gtest/gtest.h>

#include "news/encode/article.h"
#include "news/encode/candidate.h"
#include "news/encode/ninjs.h"
#include "news/encode/rows.h"
#include "news/encode/version.h"
#include "tests/golden/golden.h"
#include "tests/unit/news/encode/samples.h"

namespace news::encode {
namespace {

using golden::expect_file;
using golden::expect_hex_file;

TEST(Golden, CandidatesAndArticlesKeepTheirBytes) {
  expect_hex_file("article_full.hex", to_bytes(samples::full_article()));
  expect_hex_file("article_list.hex", to_bytes(samples::list_article()));
  expect_hex_file("candidate_page.hex", to_bytes(samples::page_candidate()));
  expect_hex_file("candidate_withdrawal.hex", to_bytes(samples::withdrawal_candidate()));
  expect_hex_file("candidate_takedown.hex", to_bytes(samples::takedown_candidate()));
}

TEST(Golden, RowsKeepTheirBytes) {
  expect_hex_file("row_head.hex", to_bytes(samples::full_head_row(), RowFormat::One));
  HeadRow head = samples::full_head_row();
  head.own_key = true;
  expect_hex_file("row_head_2.hex", to_bytes(head, RowFormat::Two));
  expect_hex_file("row_text.hex", to_bytes(samples::full_text_row(), RowFormat::One));
  expect_hex_file("row_text_2.hex", to_bytes(samples::full_text_row(), RowFormat::Two));
  const AliasRow alias{samples::some_id(4), 'u', 20516, 20515, 7, 0xdeadbeef, true};
  expect_hex_file("row_alias.hex", to_bytes(alias, RowFormat::One));
  expect_hex_file("row_alias_2.hex", to_bytes(alias, RowFormat::Two));
  expect_hex_file("row_site.hex", to_bytes(SiteRow{20546, 20547, 1, 2}, RowFormat::One));
  expect_hex_file("row_line.hex",
                  to_bytes(LineRow{{1, 2, 0xffff}, {20515, 20516}}, RowFormat::One));
  expect_hex_file("row_flood.hex", to_bytes(FloodRow{20516, 201}, RowFormat::One));
  expect_hex_file(
      "row_calendar.hex",
      to_bytes(CalendarRow{{head_key(samples::some_id(1)), flood_key("a.example", {1, 2})}, 3},
               RowFormat::One));
  expect_hex_file("row_stream.hex", to_bytes(StreamRow{20516, 20515, 3, 7}, RowFormat::One));
}

TEST(Golden, RowKeysKeepTheirBytes) {
  const ArticleId id = samples::some_id(3);
  expect_hex_file("row_keys.hex", head_key(id) + text_key(id) + site_key("harbourpost.example") +
                                      line_key("harbourpost.example", 0xdeadbeef) +
                                      flood_key("harbourpost.example", {1, 2}) +
                                      calendar_key(20516, 3) + stream_key());
}

TEST(Golden, OutputKeepsItsBytes) {
  expect_file("version_corrected.json", to_json(samples::corrected_version()) + '\n');
  expect_file("version_withdrawn.json", to_json(samples::withdrawn_version()) + '\n');
  expect_hex_file("version_corrected.hex", to_bytes(samples::corrected_version()));
  expect_hex_file("version_withdrawn.hex", to_bytes(samples::withdrawn_version()));
  expect_file("clean_full.json", clean_json(samples::full_article()) + '\n');
  expect_file("clean_short.json", clean_json(samples::short_article()) + '\n');
  expect_file("clean_list.json", clean_json(samples::list_article()) + '\n');
}

}  // namespace
}  // namespace news::encode
