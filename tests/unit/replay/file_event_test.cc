#include "replay/file_event.h"

#include <gtest/gtest.h>

#include "news/decode/event.h"
#include "tests/unit/replay/archive.h"

namespace replay {
namespace {

using tests::archive::Response;

constexpr base::Timestamp kNow{1'790'000'000'000};

std::variant<FileEvent, Skip> make(const Response& response, const news::decode::Options& decode) {
  const auto cutter = make_warc_cutter(decode.limits.event_bytes_max);
  const std::string record = tests::archive::warc_response(response);
  std::optional<Cut> cut;
  for (std::string_view left = record; !left.empty() && !cut;) {
    left.remove_prefix(cutter->feed(left, 0, cut));
  }
  return EventMaker(decode).from_warc(*cut->warc);
}

TEST(FileEvent, OfAPageIsWhatACrawlerWouldHaveSent) {
  const auto made = make({}, {});
  const auto& event = std::get<FileEvent>(made);
  EXPECT_EQ(event.key, "https://www.harbourpost.example/world/ferry-17");
  EXPECT_EQ(event.value, R"({"url":"https://www.harbourpost.example/world/ferry-17",)"
                         R"("fetched_at":"2026-03-02T06:52:03Z","status":200,)"
                         R"("content_type":"text/html; charset=utf-8",)"
                         R"("html_base64":"PGh0bWw+PHA+VGhlIGZlcnJ5IGxlZnQuPC9wPjwvaHRtbD4="})");
  EXPECT_TRUE(event.headers.empty());
}

TEST(FileEvent, OfAPageIsReadByTheDecoderUnderWhateverNames) {
  news::decode::Options options;
  options.fields = {{"url", {"page.link", "url"}},
                    {"html_base64", {"page.raw.html"}},
                    {"fetched_at", {"at"}},
                    {"status", {"page.code"}}};
  options.accept_rfc3339 = false;
  const std::string bytes = "<html>\xff\xfe" + std::string(3, '\0') + "</html>";
  const auto made =
      make({.date = "2026-03-02T06:52:03.250Z", .status = 203, .body = bytes}, options);
  news::decode::Decoder decoder(options);
  const auto event = decoder.decode(std::get<FileEvent>(made).value, kNow);
  ASSERT_TRUE(event) << event.fault().detail;
  EXPECT_EQ(event->url, "https://www.harbourpost.example/world/ferry-17");
  EXPECT_EQ(base::to_rfc3339(event->fetched_at), "2026-03-02T06:52:03.250Z");
  EXPECT_EQ(event->status, 203);
  EXPECT_EQ(event->content_type, "text/html; charset=utf-8");
  EXPECT_EQ(event->html, bytes);
  EXPECT_TRUE(event->html_is_bytes);
}

TEST(FileEvent, OfAPageThatIsGoneNeedsNoBody) {
  const auto made = make({.status = 410, .body = ""}, {});
  news::decode::Decoder decoder({});
  const auto event = decoder.decode(std::get<FileEvent>(made).value, kNow);
  ASSERT_TRUE(event) << event.fault().detail;
  EXPECT_TRUE(event->is_withdrawal());
}

TEST(FileEvent, OfAPageIsNoLargerThanEventsMayBe) {
  news::decode::Options options;
  options.limits.event_bytes_max = 4096;
  const auto of = [&](std::size_t bytes) {
    return make({.body = "<p>" + std::string(bytes - 3, 'a')}, options);
  };
  // The largest whose event is within the limit, and one byte of base64 more.
  std::size_t bytes = 3;
  while (std::holds_alternative<FileEvent>(of(bytes))) ++bytes;
  EXPECT_EQ(std::get<Skip>(of(bytes)), Skip::TooLarge);
  const auto largest = of(bytes - 1);
  EXPECT_LE(std::get<FileEvent>(largest).value.size(), 4096u);
  EXPECT_GT(std::get<FileEvent>(largest).value.size(), 4096u - 4);
}

TEST(FileEvent, OfALineIsTheLine) {
  EventMaker maker({});
  const std::string line = R"({ "url" : "https:\/\/a.example\/1", "x":[1,  2]} )";
  EXPECT_EQ(maker.from_line(line, std::nullopt), (FileEvent{"https://a.example/1", line, {}}));
  EXPECT_EQ(maker.from_line("no json", std::nullopt), (FileEvent{"", "no json", {}}));
  EXPECT_EQ(maker.from_line("{\"link\":\"x\"}", std::nullopt).key, "");
  EXPECT_EQ(maker.from_line("{\"url\":\"u\"}", LetterLine{"k", {{"a", "b"}}}),
            (FileEvent{"k", "{\"url\":\"u\"}", {{"a", "b"}}}));
}

TEST(FileEvent, OfALineHasItsAddressUnderWhateverName) {
  news::decode::Options options;
  options.fields = {{"url", {"link", "page.link"}}};
  EventMaker maker(options);
  EXPECT_EQ(maker.from_line(R"({"page":{"link":"u"},"url":"v"})", std::nullopt).key, "u");
  EXPECT_EQ(maker.from_line(R"({"link":"","page":{"link":"u"}})", std::nullopt).key, "u");
}

}  // namespace
}  // namespace replay
