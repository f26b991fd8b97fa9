#include "replay/warc_page.h"

#include <gtest/gtest.h>

#include "tests/unit/replay/archive.h"

namespace replay {
namespace {

using tests::archive::Response;

constexpr std::size_t kRecordMax = 2000, kBodyMax = 1000;

std::variant<WarcPage, Skip> read_record(const std::string& record) {
  const auto cutter = make_warc_cutter(kRecordMax);
  std::optional<Cut> cut;
  for (std::string_view left = record; !left.empty() && !cut;) {
    left.remove_prefix(cutter->feed(left, 0, cut));
  }
  EXPECT_TRUE(cut && cut->warc != nullptr);
  return read_page(*cut->warc, kBodyMax);
}

std::variant<WarcPage, Skip> read(const Response& response) {
  return read_record(tests::archive::warc_response(response));
}

std::string why(const Response& response) {
  const auto page = read(response);
  const Skip* skip = std::get_if<Skip>(&page);
  return skip == nullptr ? "page" : std::string(to_text(*skip));
}

TEST(WarcPage, IsAResponseOfHtml) {
  const Response response;
  EXPECT_EQ(std::get<WarcPage>(read(response)),
            (WarcPage{response.url, response.date, 200, response.content_type, response.body}));
  EXPECT_EQ(std::get<WarcPage>(read({.status = 404, .body = ""})),
            (WarcPage{response.url, response.date, 404, response.content_type, ""}));
  EXPECT_EQ(why({.content_type = "TEXT/HTML"}), "page");
  EXPECT_EQ(why({.content_type = " application/xhtml+xml ; charset=x"}), "page");
  EXPECT_EQ(why({.date = "2026-03-02T06:52:03.123456789Z"}), "page");
}

TEST(WarcPage, TakesTheAddressOutOfBrackets) {
  EXPECT_EQ(std::get<WarcPage>(read({.url = "<http://a.example/>"})).url, "http://a.example/");
  EXPECT_EQ(std::get<WarcPage>(read({.url = "HTTPS://a.example/"})).url, "HTTPS://a.example/");
}

TEST(WarcPage, AsksTheArchiveWhereTheServerNamedNoType) {
  EXPECT_EQ(why({.content_type = ""}), "not_html");
  EXPECT_EQ(why({.content_type = "", .warc = {{"WARC-Identified-Payload-Type", "text/html"}}}),
            "page");
  EXPECT_EQ(
      why({.content_type = "image/png", .warc = {{"WARC-Identified-Payload-Type", "text/html"}}}),
      "not_html");
}

TEST(WarcPage, SaysWhyItIsNone) {
  EXPECT_EQ(why({.content_type = "application/json"}), "not_html");
  EXPECT_EQ(why({.url = "dns:a.example"}), "not_http");
  EXPECT_EQ(why({.url = ""}), "not_http");
  EXPECT_EQ(why({.date = "yesterday"}), "bad_warc");
  EXPECT_EQ(why({.warc = {{"WARC-Truncated", "length"}}}), "truncated");
  EXPECT_EQ(why({.warc = {{"WARC-Segment-Number", "1"}}}), "truncated");
  EXPECT_EQ(why({.http = {{"Content-Encoding", "gzip"}}, .body = "nothing packed"}),
            "bad_encoding");
  const auto dns = read_record(tests::archive::warc_record(
      "response", {{"WARC-Target-URI", "https://a.example/"}, {"Content-Type", "text/dns"}},
      "20260302"));
  EXPECT_EQ(std::get<Skip>(dns), Skip::NotHttp);
  const auto empty = read_record(tests::archive::warc_record(
      "response",
      {{"WARC-Target-URI", "https://a.example/"}, {"WARC-Date", "2026-03-02T06:52:03Z"}}, ""));
  EXPECT_EQ(std::get<Skip>(empty), Skip::BadHttp);
}

TEST(WarcPage, IsNoLargerThanTheLimit) {
  EXPECT_EQ(why({.body = "<p>" + std::string(kBodyMax - 3, 'a')}), "page");
  EXPECT_EQ(why({.body = "<p>" + std::string(kBodyMax - 2, 'a')}), "too_large");
  EXPECT_EQ(why({.body = "<p>" + std::string(kRecordMax, 'a')}), "too_large");
  EXPECT_EQ(why({.content_type = "video/mp4", .body = std::string(kRecordMax, 'a')}), "not_html")
      << "whatever its size";
  EXPECT_EQ(why({.http = {{"X", std::string(kRecordMax, 'a')}}}), "too_large");
}

}  // namespace
}  // namespace replay
