#include "replay/http_message.h"

#include <gtest/gtest.h>

#include "tests/adapters/files/packing.h"
#include "tests/unit/replay/archive.h"

namespace replay {
namespace {

using tests::archive::chunked;
using tests::archive::Fields;

constexpr std::size_t kMax = 1000;
const std::string kPage = "<html><p>The ferry left the pier at seven, as it does.</p></html>";

// The body that comes of it, or the reason in brackets.
std::string read(const Fields& fields, const std::string& body, std::size_t bytes_max = kMax) {
  const std::string message = tests::archive::http_response({.http = fields, .body = body});
  const auto head = read_http_head(message);
  if (!head) return "[no head]";
  const auto read =
      read_http_body(*head, std::string_view(message).substr(head->body_at), bytes_max);
  if (const auto* skip = std::get_if<Skip>(&read)) return "[" + std::string(to_text(*skip)) + "]";
  return std::get<std::string>(read);
}

const Fields kChunked{{"Transfer-Encoding", "chunked"}};

Fields encoded(const std::string& name) { return {{"Content-Encoding", name}}; }

TEST(HttpMessage, ReadsStatusAndFields) {
  const auto head = read_http_head(
      "HTTP/1.1 404 Not Found\r\nCONTENT-TYPE: text/html;\r\n  charset=koi8-r\r\nEmpty:\r\n"
      "no field\r\nVary: a, B\r\nvary: c\r\n\r\nbody");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->status, 404);
  EXPECT_EQ(head->field("content-type"), "text/html; charset=koi8-r");
  EXPECT_EQ(head->field("empty"), "");
  EXPECT_EQ(head->list("vary"), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(read_http_head("HTTP/2 200\n\nbody")->status, 200);
  EXPECT_EQ(read_http_head("HTTP/2 200\n\nbody")->body_at, 12u);
}

TEST(HttpMessage, KnowsWhatIsNoResponse) {
  for (const char* bytes :
       {"", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n",
        "HTTP/1.1\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 -20 OK\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "<html></html>\r\n\r\n"}) {
    EXPECT_FALSE(read_http_head(bytes)) << bytes;
  }
}

TEST(HttpMessage, JoinsChunks) {
  EXPECT_EQ(read(kChunked, chunked(kPage, 7)), kPage);
  EXPECT_EQ(read(kChunked, chunked(kPage, 1000)), kPage);
  EXPECT_EQ(read(kChunked, chunked(kPage, 26, ";name=\"value\"", "Expires: never\r\n")), kPage);
  EXPECT_EQ(read(kChunked, "5 \r\n<a>bc\r\n1a\r\n" + std::string(26, 'x') + "\r\n000\r\n\r\n"),
            "<a>bc" + std::string(26, 'x'));
  EXPECT_EQ(read(kChunked, "5\n<a>bc\n0\n\n"), "<a>bc");
  EXPECT_EQ(read({{"transfer-encoding", "gzip, Chunked"}}, chunked(tests::files::gzip(kPage), 10)),
            kPage);
}

TEST(HttpMessage, LeavesABodyAloneWhoseChunksWereJoinedBefore) {
  EXPECT_EQ(read(kChunked, kPage), kPage);
  EXPECT_EQ(read(kChunked, ""), "");
  EXPECT_EQ(read({{"Transfer-Encoding", "chunked"}, {"Content-Encoding", "gzip"}},
                 tests::files::gzip(kPage)),
            kPage);
}

TEST(HttpMessage, DropsABodyWhoseChunksCannotBeFollowed) {
  const std::string whole = chunked(kPage, 7);
  for (const std::string& bad :
       {whole.substr(0, whole.size() / 2), whole.substr(0, whole.size() - 5),
        std::string("5\r\n<a>bcd\r\n0\r\n\r\n"), std::string("5\r\n<a>bc\r\nx\r\n"),
        std::string("ffffffffffffffff\r\n<a>\r\n0\r\n\r\n")}) {
    EXPECT_EQ(read(kChunked, bad), "[bad_http]") << bad;
  }
}

TEST(HttpMessage, UndoesEncodings) {
  EXPECT_EQ(read(encoded("gzip"), tests::files::gzip(kPage)), kPage);
  EXPECT_EQ(read(encoded("x-gzip"), tests::files::gzip(kPage)), kPage);
  EXPECT_EQ(read(encoded("GZIP"), tests::files::gzip(kPage) + "rest"), kPage);
  EXPECT_EQ(read(encoded("deflate"), tests::files::zlib(kPage)), kPage);
  EXPECT_EQ(read(encoded("deflate"), tests::files::raw_deflate(kPage)), kPage);
  EXPECT_EQ(read(encoded("br"), tests::files::brotli(kPage)), kPage);
  EXPECT_EQ(read(encoded("zstd"), tests::files::zstd(kPage)), kPage);
  EXPECT_EQ(read(encoded("identity"), kPage), kPage);
  EXPECT_EQ(read(encoded("deflate, gzip"), tests::files::gzip(tests::files::zlib(kPage))), kPage);
  EXPECT_EQ(read({{"Transfer-Encoding", "chunked"}, {"Content-Encoding", "br"}},
                 chunked(tests::files::brotli(kPage), 11)),
            kPage);
}

TEST(HttpMessage, LeavesABodyAloneWhoseEncodingWasUndoneBefore) {
  for (const char* name : {"gzip", "deflate", "br", "zstd", "utf-8", "none"}) {
    EXPECT_EQ(read(encoded(name), "\r\n " + kPage), "\r\n " + kPage) << name;
    EXPECT_EQ(read(encoded(name), "\xef\xbb\xbf" + kPage), "\xef\xbb\xbf" + kPage) << name;
    EXPECT_EQ(read(encoded(name), ""), "") << name;
  }
}

TEST(HttpMessage, DropsABodyThatCannotBeUndone) {
  const std::string packed = tests::files::gzip(kPage);
  EXPECT_EQ(read(encoded("gzip"), packed.substr(0, packed.size() - 3)), "[bad_encoding]");
  EXPECT_EQ(read(encoded("br"), packed), "[bad_encoding]");
  EXPECT_EQ(read(encoded("compress"), "\x1f\x9d\x90"), "[bad_encoding]");
}

TEST(HttpMessage, GivesNoMoreThanTheLimit) {
  const std::string most = "<p>" + std::string(kMax - 3, 'a'), more = most + "a";
  EXPECT_EQ(read({}, most), most);
  EXPECT_EQ(read({}, more), "[too_large]");
  EXPECT_EQ(read(kChunked, chunked(most, 300)), most);
  EXPECT_EQ(read(kChunked, chunked(more, 300)), "[too_large]");
  EXPECT_EQ(read(encoded("gzip"), tests::files::gzip(most)), most);
  EXPECT_EQ(read(encoded("gzip"), tests::files::gzip(more)), "[too_large]");
  EXPECT_EQ(read(encoded("br"), tests::files::brotli(std::string(10u << 20, 'a'))), "[too_large]");
}

}  // namespace
}  // namespace replay
