#include "replay/cutter.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/replay/archive.h"

namespace replay {
namespace {

using tests::archive::warc_record;
using tests::archive::warc_response;

// What came out of it, on one line each: "7 line", "0 too_large", "12 response https://...".
using Out = std::vector<std::string>;

std::string spell(const Cut& cut) {
  const std::string at = std::to_string(cut.begin) + " ";
  if (cut.skip) return at + std::string(to_text(*cut.skip));
  if (cut.warc == nullptr) return at + std::string(cut.line);
  return at + "response " + std::string(cut.warc->field("warc-target-uri")) +
         (cut.warc->is_whole ? "" : " of " + std::to_string(cut.warc->block.size()));
}

void feed(Cutter& cutter, std::string_view bytes, std::uint64_t& at, std::size_t piece, Out& out) {
  while (!bytes.empty()) {
    std::string_view some = bytes.substr(0, piece);
    bytes.remove_prefix(some.size());
    while (!some.empty()) {
      std::optional<Cut> cut;
      const std::size_t taken = cutter.feed(some, at, cut);
      ASSERT_GE(taken, 1u);
      ASSERT_LE(taken, some.size());
      some.remove_prefix(taken);
      at += taken;
      if (cut) out.push_back(spell(*cut));
    }
  }
}

Out cut_all(const std::function<std::unique_ptr<Cutter>()>& make, const std::string& bytes,
            std::size_t piece) {
  const auto cutter = make();
  Out out;
  std::uint64_t at = 0;
  feed(*cutter, bytes, at, piece, out);
  if (const auto last = cutter->end()) out.push_back(spell(*last));
  EXPECT_EQ(at, bytes.size());
  return out;
}

// However the bytes come.
Out cut(const std::function<std::unique_ptr<Cutter>()>& make, const std::string& bytes) {
  const Out whole = cut_all(make, bytes, bytes.size() + 1);
  for (const std::size_t piece : {1, 2, 3, 7, 64}) {
    EXPECT_EQ(cut_all(make, bytes, piece), whole) << "in pieces of " << piece;
  }
  return whole;
}

Out cut_lines(const std::string& bytes, std::size_t bytes_max = 100) {
  return cut([=] { return make_line_cutter(bytes_max); }, bytes);
}

Out cut_warc(const std::string& bytes, std::size_t bytes_max = 10'000) {
  return cut([=] { return make_warc_cutter(bytes_max); }, bytes);
}

TEST(LineCutter, GivesEachLineThatIsNotBlank) {
  EXPECT_EQ(cut_lines("{\"a\":1}\n{\"b\":2}\n"), (Out{"0 {\"a\":1}", "8 {\"b\":2}"}));
  EXPECT_EQ(cut_lines("one\r\n\r\n \t\n\ntwo"), (Out{"0 one", "11 two"}));
  EXPECT_EQ(cut_lines(""), Out{});
  EXPECT_EQ(cut_lines("\n\n"), Out{});
  EXPECT_EQ(cut_lines("\xef\xbb\xbfone\n\xef\xbb\xbftwo\n"), (Out{"0 one", "7 \xef\xbb\xbftwo"}));
}

TEST(LineCutter, HoldsNoLineThatIsLongerThanItMayBe) {
  const std::string longest(100, 'a'), longer(101, 'a'), huge(5000, 'b');
  EXPECT_EQ(cut_lines(longest + "\r\n" + longer + "\n" + huge + "\nnext\n"),
            (Out{"0 " + longest, "102 too_large", "204 too_large", "5205 next"}));
  EXPECT_EQ(cut_lines(huge), Out{"0 too_large"});
}

TEST(LineCutter, DropsWhatIsLeftOfALineBehindALoss) {
  const auto cutter = make_line_cutter(100);
  Out out;
  std::uint64_t at = 0;
  feed(*cutter, "one\ntw", at, 100, out);
  cutter->lose();
  feed(*cutter, "lf\nthree\nfo", at, 100, out);
  cutter->lose();
  EXPECT_FALSE(cutter->end());
  EXPECT_EQ(out, (Out{"0 one", "9 three"}));
}

const std::string kInfo = warc_record("warcinfo", {}, "software: a crawler\r\n");
const std::string kPage = warc_response({.url = "https://a.example/1"});

TEST(WarcCutter, GivesResponsesAndTellsOfAllElse) {
  const auto at = [](const std::string& before) { return std::to_string(before.size()) + " "; };
  std::string all = kInfo;
  Out wanted{"0 warcinfo"};
  for (const char* type : {"request", "metadata", "revisit", "resource", "conversion",
                           "continuation", "of_tomorrow", ""}) {
    const std::string name = type;
    const bool known = !name.empty() && name != "of_tomorrow";
    wanted.push_back(at(all) + (known ? name : "other_type"));
    all += warc_record(name, {{"WARC-Date", "2026-03-02T06:52:03Z"}}, "GET / HTTP/1.1\r\n\r\n");
  }
  wanted.push_back(at(all) + "response https://a.example/1");
  EXPECT_EQ(cut_warc(all + kPage), wanted);
}

TEST(WarcCutter, ReadsHeadsAsTheyAreWritten) {
  const std::string record =
      "WARC/1.1\n"
      "WARC-TYPE:response\n"
      "warc-target-uri: https://a.example/\n"
      "\t2\n"
      "WARC-Target-URI: https://a.example/second\n"
      "no field\n"
      "content-LENGTH:  5 \n"
      "\n"
      "12345";
  EXPECT_EQ(cut_warc(record), Out{"0 response https://a.example/ 2"});
  EXPECT_EQ(cut_warc("\r\n\n" + record + "\n" + record),
            (Out{"3 response https://a.example/ 2",
                 std::to_string(4 + record.size()) + " response https://a.example/ 2"}));
}

TEST(WarcCutter, TakesARecordOfNoLength) {
  const std::string empty = warc_record("response", {{"WARC-Target-URI", "dns:a.example"}}, "");
  EXPECT_EQ(cut_warc(empty + kPage),
            (Out{"0 response dns:a.example",
                 std::to_string(empty.size()) + " response https://a.example/1"}));
}

TEST(WarcCutter, HoldsNoMoreOfARecordThanItMay) {
  const auto of = [](std::size_t bytes) {
    return warc_record("response", {{"WARC-Target-URI", "u"}}, std::string(bytes, 'x'));
  };
  EXPECT_EQ(cut_warc(of(10'000)), Out{"0 response u"});
  EXPECT_EQ(cut_warc(of(10'001) + kPage),
            (Out{"0 response u of 10000",
                 std::to_string(of(10'001).size()) + " response https://a.example/1"}));
  const std::string head =
      "WARC/1.0\r\nContent-Length: 0\r\nX: " + std::string(10'000, 'x') + "\r\n\r\n";
  EXPECT_EQ(cut_warc(head + kPage),
            (Out{"0 bad_warc", std::to_string(head.size()) + " response https://a.example/1"}));
}

TEST(WarcCutter, TellsOfACutEnd) {
  for (std::size_t size = kInfo.size() + 1; size < kInfo.size() + kPage.size() - 4; ++size) {
    const Out out =
        cut_all([] { return make_warc_cutter(10'000); }, (kInfo + kPage).substr(0, size), 1000);
    const bool has_name = size >= kInfo.size() + 5;
    ASSERT_EQ(out, (Out{"0 warcinfo",
                        std::to_string(kInfo.size()) + (has_name ? " cut_end" : " bad_warc")}));
  }
}

TEST(WarcCutter, LooksForTheNextRecordBehindWhatIsNone) {
  const std::string no_length = "WARC/1.0\r\nWARC-Type: response\r\n\r\nsome bytes\r\n\r\n";
  const std::string wrong_length =
      "WARC/1.0\r\nWARC-Type: request\r\nContent-Length: 3\r\n\r\nGET / HTTP/1.1\r\n\r\n";
  const std::string odd_length = "WARC/1.0\r\nContent-Length: 9999999999999999999999\r\n\r\n";
  const std::string garbage = "no such thing\n" + std::string(500, 'z') + "\nWARC/x\n";
  for (const std::string& bad : {no_length, odd_length, garbage}) {
    EXPECT_EQ(cut_warc(bad + kPage),
              (Out{"0 bad_warc", std::to_string(bad.size()) + " response https://a.example/1"}));
  }
  EXPECT_EQ(cut_warc(wrong_length + kPage),
            (Out{"0 request", std::to_string(wrong_length.size() - 15) + " bad_warc",
                 std::to_string(wrong_length.size()) + " response https://a.example/1"}));
}

TEST(WarcCutter, BeginsAfreshBehindALoss) {
  const auto cutter = make_warc_cutter(10'000);
  Out out;
  std::uint64_t at = 0;
  feed(*cutter, kInfo + kPage.substr(0, kPage.size() / 2), at, 1000, out);
  cutter->lose();
  feed(*cutter, kPage, at, 1000, out);
  EXPECT_EQ(out, (Out{"0 warcinfo", std::to_string(kInfo.size() + kPage.size() / 2) +
                                        " response https://a.example/1"}));
}

}  // namespace
}  // namespace replay
