// Which charset bytes are really in, whatever they declare.
#include "news/clean/encoding.h"

#include <gtest/gtest.h>

#include "news/clean/unicode.h"

namespace news::clean {
namespace {

using namespace std::string_view_literals;

struct Read {
  std::string text, used, how, declared;
};

Read read(std::string_view bytes, std::string_view content_type = {}) {
  std::string buffer;
  const auto decoded = decode_bytes(bytes, content_type, buffer);
  if (!decoded) return {"", std::string(decoded.fault().code), "", ""};
  return {std::string(decoded->text), decoded->charset.used, decoded->charset.how,
          decoded->charset.declared};
}

void expect(const Read& read, std::string_view text, std::string_view used, std::string_view how) {
  EXPECT_EQ(read.text, text);
  EXPECT_EQ(read.used, used);
  EXPECT_EQ(read.how, how);
}

TEST(DecodeBytes, ByteOrderMarkComesFirst) {
  expect(read("\xEF\xBB\xBF"
              "caf\xC3\xA9",
              "text/html; charset=koi8-r"),
         "caf\xC3\xA9", "utf-8", "bom");
  expect(read("\xFF\xFEg\0u\0t\0"sv), "gut", "utf-16le", "bom");
  expect(read("\xFE\xFF\0g\0u\0t"sv, "text/html; charset=utf-8"), "gut", "utf-16be", "bom");
}

TEST(DecodeBytes, SeesUtf16WithoutAMark) {
  expect(read("<\0p\0>\0g\0u\0t\0"sv), "<p>gut", "utf-16le", "bom");
  expect(read("\0<\0p\0>\0g\0u\0t"sv), "<p>gut", "utf-16be", "bom");
}

TEST(DecodeBytes, ValidUtf8IsThatWhateverIsDeclared) {
  const std::string page = "<meta charset=windows-1251><p>caf\xC3\xA9";
  const Read found = read(page, "text/html; charset=iso-8859-1");
  expect(found, page, "utf-8", "valid_utf8");
  EXPECT_EQ(found.declared, "iso-8859-1");
  EXPECT_EQ(read("plain").used, "utf-8");
}

TEST(DecodeBytes, AsciiMayBeJapanese) {
  const std::string_view bytes = "\x1B$B\x4C\x6B\x1B(B and more";  // one character of JIS X 0208
  expect(read(bytes, "text/html; charset=ISO-2022-JP"), "\xE5\xA4\x9C and more", "iso-2022-jp",
         "http");
  EXPECT_EQ(read(bytes).used, "utf-8") << "not declared";
  EXPECT_EQ(read("plain", "text/html; charset=iso-2022-jp").used, "utf-8") << "no escape";
}

TEST(DecodeBytes, HeaderComesBeforeMetaAndMetaBeforeAGuess) {
  const std::string bytes = "<meta charset=windows-1251><p>caf\xE9";
  expect(read(bytes, "text/html; charset=windows-1252"),
         "<meta charset=windows-1251><p>caf\xC3\xA9", "windows-1252", "http");
  expect(read(bytes), "<meta charset=windows-1251><p>caf\xD0\xB9", "windows-1251", "meta");
}

TEST(DecodeBytes, FindsDeclarationsOfEverySpelling) {
  for (const std::string_view head :
       {"<meta charset='windows-1251'>", "<META CHARSET = windows-1251 >",
        "<meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\">",
        "<meta name=x><meta charset=windows-1251>",
        "<?xml version=\"1.0\" encoding=\"windows-1251\"?>",
        "<?xml version='1.0' encoding='windows-1251'?>"}) {
    const Read found = read(std::string(head) + "\xE9\xE9");
    EXPECT_EQ(found.declared, "windows-1251") << head;
    EXPECT_EQ(found.used, "windows-1251") << head;
  }
}

TEST(DecodeBytes, LooksForADeclarationInFourKilobytes) {
  const std::string meta = "<meta charset=windows-1251>";
  EXPECT_EQ(read(std::string(4096 - meta.size(), ' ') + meta + "\xE9").declared, "windows-1251");
  EXPECT_EQ(read(std::string(4097, ' ') + meta + "\xE9").declared, "");
}

TEST(DecodeBytes, ClaimThatIsNoLabelIsNoClaim) {
  EXPECT_EQ(read("<meta charset=euc-k\xEF>x\xE9").declared, "");
  EXPECT_EQ(read("x", "text/html; charset=" + std::string(41, 'x')).declared, "");
  EXPECT_EQ(read("x", "text/html; charset=" + std::string(40, 'x')).declared, std::string(40, 'x'));
  EXPECT_EQ(read("x", "text/html; charset=UTF-8,version=1").declared, "utf-8");
}

TEST(DecodeBytes, DeclarationMayBeCutAnywhere) {
  const std::string xml = "<?xml version=\"1.0\" encoding=\"windows-1251\"?>";
  const std::string meta = "<meta http-equiv=x content=\"text/html; charset=windows-1251\">";
  for (const std::string& whole : {xml, meta}) {
    for (std::size_t cut = 1; cut < whole.size(); ++cut) {
      EXPECT_EQ(read(whole.substr(0, cut)).used, "utf-8") << whole.substr(0, cut);
    }
  }
  EXPECT_EQ(read("<?xml encoding=").used, "utf-8");
}

TEST(DecodeBytes, LabelsMeanWhatBrowsersTakeThemFor) {
  // A quotation mark of windows-1252 that ISO 8859-1 has not.
  EXPECT_EQ(read("<p>\x93x\x94", "text/html; charset=iso-8859-1").text,
            "<p>\xE2\x80\x9Cx\xE2\x80\x9D");
  EXPECT_EQ(read("\xB0\xA1\x81\x30\x84\x36", "text/html; charset=gb2312").used, "gb18030");
  EXPECT_EQ(read("\xB0\xA1\x81\x41", "text/html; charset=euc-kr").used, "windows-949");
  EXPECT_EQ(read("\x82\xA0\x87\x40", "text/html; charset=shift_jis").used, "windows-31j");
}

TEST(DecodeBytes, MetaCannotMeanUtf16) {
  const Read found = read("<meta charset=utf-16><p>caf\xE9 caf\xE9");
  EXPECT_NE(found.used.substr(0, 6), "utf-16");
}

TEST(DecodeBytes, DecoderThatFailsLosesToTheNext) {
  std::string bytes = "<meta charset=windows-1252>";
  for (int i = 0; i < 50; ++i) bytes += "caf\xE9 ";
  const Read found = read(bytes, "text/html; charset=utf-8");
  EXPECT_EQ(found.used, "windows-1252");
  EXPECT_EQ(found.how, "meta");
  EXPECT_EQ(found.declared, "utf-8");
}

TEST(DecodeBytes, GuessesWhatIsNotDeclared) {
  std::string russian;  // windows-1251 for "the night ferry returns in May"
  for (int i = 0; i < 8; ++i) {
    russian +=
        "\xED\xEE\xF7\xED\xEE\xE9 \xEF\xE0\xF0\xEE\xEC \xE2\xE5\xF0\xED\xE5\xF2\xF1\xFF "
        "\xE2 \xEC\xE0\xE5. ";
  }
  const Read found = read("<p class=x>" + russian);
  EXPECT_EQ(found.used, "windows-1251");
  EXPECT_EQ(found.how, "guess");
  EXPECT_TRUE(is_valid_utf8(found.text));
}

TEST(DecodeBytes, RefusesWhatIsNoText) {
  for (const std::string_view type :
       {"application/pdf", "image/png", "IMAGE/JPEG; q=1", "application/zip", "video/mp4"}) {
    EXPECT_EQ(read("x", type).used, "not_text") << type;
  }
  for (const std::string_view bytes :
       {"%PDF-1.7"sv, "\x89PNG\r\n\x1A\n"sv, "\xFF\xD8\xFF\xE0"sv, "GIF89a"sv, "PK\x03\x04"sv,
        "\x1F\x8B\x08"sv, "RIFF\0\0\0\0WEBP"sv, "\x28\xB5\x2F\xFD"sv}) {
    EXPECT_EQ(read(bytes, "text/html").used, "not_text");
  }
}

TEST(DecodeBytes, BeginningOfAnImageAloneIsRead) {
  for (const std::string_view bytes :
       {"RIFF"sv, "RIFF\0\0\0"sv, "RIFF\0\0\0\0WEB"sv, "GIF8"sv, "%PD"sv}) {
    EXPECT_EQ(read(bytes).used, "utf-8");
  }
}

TEST(DecodeBytes, RefusesWhatNoCharsetReads) {
  // UTF-16 is marked, so nothing else is tried; lone halves of pairs cannot be read.
  std::string broken = "\xFF\xFE";
  for (int i = 0; i < 97; ++i) broken.append("a\0", 2);
  std::string within = broken;
  for (int i = 0; i < 1; ++i) within.append("\0\xD8", 2);
  EXPECT_EQ(read(within).used, "utf-16le");
  for (int i = 0; i < 3; ++i) broken.append("\0\xD8", 2);
  EXPECT_EQ(read(broken).used, "undecodable");
}

// The decoder works in pieces of 16 KiB, and a character may lie across two of them.
TEST(DecodeBytes, CountsWhatIsBrokenOnceHoweverThePiecesFall) {
  constexpr std::size_t kCharacters = 20'000, kBrokenMost = kCharacters / 50;
  for (std::size_t first = 16'384 - 4; first <= 16'384; ++first) {
    std::string bytes = "\xFF\xFE";
    for (std::size_t i = 0; i < kCharacters; ++i) {
      const bool broken = i >= first && i < first + kBrokenMost;
      bytes += broken ? "\0\xD8"sv : "a\0"sv;
    }
    EXPECT_EQ(read(bytes).used, "utf-16le") << first;
    bytes += "\0\xD8"sv;
    EXPECT_EQ(read(bytes).used, "undecodable") << first;
  }
}

TEST(DecodeBytes, HopelessClaimLosesHoweverLongThePageIs) {
  std::string bytes;
  for (int i = 0; i < 100'000; ++i) bytes += "\xE9\xE8 ";
  const Read found = read(bytes, "text/html; charset=utf-8");
  EXPECT_NE(found.used, "utf-8");
  EXPECT_NE(found.used, "undecodable");
  EXPECT_EQ(found.declared, "utf-8");
}

TEST(RepairMojibake, RepairsAWholeTextOrNothing) {
  std::string repaired;
  const std::string_view misread = "caf\xC3\x83\xC2\xA9 na\xC3\x83\xC2\xAFve d\xC3\x83\xC2\xA9j";
  EXPECT_TRUE(repair_mojibake(misread, repaired));
  EXPECT_EQ(repaired, "caf\xC3\xA9 na\xC3\xAFve d\xC3\xA9j");
  EXPECT_FALSE(repair_mojibake("caf\xC3\x83\xC2\xA9 na\xC3\x83\xC2\xAFve", repaired))
      << "two pairs";
  const std::string mixed = std::string(misread) + " \xD0\x9D";
  EXPECT_FALSE(repair_mojibake(mixed, repaired)) << "a character that windows-1252 has not";
  EXPECT_FALSE(repair_mojibake("caf\xC3\xA9 na\xC3\xAFve d\xC3\xA9j\xC3\xA0", repaired));
}

}  // namespace
}  // namespace news::clean
