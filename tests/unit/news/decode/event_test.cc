#include "news/decode/event.h"

#include <gtest/gtest.h>

namespace news::decode {
namespace {

using base::Timestamp;

const Timestamp kJudged = base::to_timestamp({2026, 3, 2, 12, 0, 0}, 0);
constexpr std::string_view kStart =
    R"("url":"https://harbourpost.example/a","fetched_at":"2026-03-02T07:02:11Z")";

std::string event_with(std::string_view more) {
  return "{" + std::string(kStart) + "," + std::string(more) + "}";
}

// The code of the dead letter, or "ok".
std::string code_of(std::string_view json, const Options& options = {}) {
  Decoder decoder(options);
  const auto event = decoder.decode(json, kJudged);
  return event ? "ok" : std::string(event.fault().code);
}

TEST(Decoder, ReadsEveryField) {
  Decoder decoder({});
  const auto event = decoder.decode(
      event_with(R"("html":"<p>Hi</p>","text":"Hi","status":200,"content_type":"text/html",
        "request_url":"https://harbourpost.example/r","guid":"g-1","id":"e-1",
        "canonical_url":"https://harbourpost.example/c","title":"T","published_at":"p",
        "modified_at":"m","language":"en","publisher":"P","section":"S","authors":["A","B"],
        "tags":"one","description":"D","image_url":"https://harbourpost.example/i.jpg",
        "unknown":{"x":[1,2,{}]})"),
      kJudged);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->url, "https://harbourpost.example/a");
  EXPECT_EQ(event->html, "<p>Hi</p>");
  EXPECT_EQ(event->text, "Hi");
  EXPECT_FALSE(event->html_is_bytes);
  EXPECT_EQ(base::to_rfc3339(event->fetched_at), "2026-03-02T07:02:11Z");
  EXPECT_EQ(event->content_type, "text/html");
  EXPECT_EQ(event->request_url, "https://harbourpost.example/r");
  EXPECT_EQ(event->guid, "g-1");
  EXPECT_EQ(event->id, "e-1");
  const Hints expected{.canonical_url = "https://harbourpost.example/c",
                       .title = "T",
                       .published_at = "p",
                       .modified_at = "m",
                       .language = "en",
                       .publisher = "P",
                       .section = "S",
                       .description = "D",
                       .image_url = "https://harbourpost.example/i.jpg",
                       .authors = {"A", "B"},
                       .tags = {"one"}};
  EXPECT_EQ(event->hints, expected);
  EXPECT_TRUE(event->flags.empty());
  EXPECT_NE(event->raw_hash, 0u);
}

TEST(Decoder, NamesWhatIsNotOneJsonObject) {
  for (const std::string& json :
       {std::string(), std::string("{"), std::string("[]"), std::string("\"x\""),
        event_with(R"("text":"a")") + event_with(R"("text":"b")"),
        event_with(R"("text":"a")") + " x", event_with("\"text\":\"\xFF\""),
        event_with("\"text\":\"a\nb\""), event_with(R"("text":"\x")")}) {
    EXPECT_EQ(code_of(json), "bad_json") << json;
  }
}

TEST(Decoder, SkipsAByteOrderMarkAndSpacesAround) {
  EXPECT_EQ(code_of("\xEF\xBB\xBF " + event_with(R"("text":"a")") + "\n "), "ok");
}

TEST(Decoder, ReplacesHalvesOfSurrogatePairs) {
  Decoder decoder({});
  const std::string json = event_with(R"("text":"a\ud83d b\ude00")");
  const auto event = decoder.decode(json, kJudged);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->text, "a\xEF\xBF\xBD b\xEF\xBF\xBD");
}

TEST(Decoder, HoldsTheEventLimit) {
  Options options;
  const std::string json = event_with(R"("text":"a")");
  options.limits.event_bytes_max = json.size();
  EXPECT_EQ(code_of(json, options), "ok");
  options.limits.event_bytes_max = json.size() - 1;
  EXPECT_EQ(code_of(json, options), "event_too_large");
}

std::string nested(std::size_t depth) {
  return event_with(R"("text":"a","x":)" + std::string(depth, '[') + std::string(depth, ']'));
}

TEST(Decoder, HoldsTheDepthLimitAlsoAfterItsBufferGrew) {
  Decoder decoder({});
  const std::string large = event_with("\"text\":\"" + std::string(200'000, 'a') + "\"");
  for (int round = 0; round < 2; ++round) {
    EXPECT_TRUE(decoder.decode(nested(31), kJudged));  // 32 levels with the event itself
    const auto deep = decoder.decode(nested(32), kJudged);
    ASSERT_FALSE(deep);
    EXPECT_EQ(deep.fault().code, "bad_json");
    EXPECT_TRUE(decoder.decode(large, kJudged));
  }
}

TEST(Decoder, FirstOfARepeatedKeyCounts) {
  Decoder decoder({});
  const auto event = decoder.decode(event_with(R"("text":"one","text":"two")"), kJudged);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->text, "one");
}

TEST(Decoder, AddressMayComeFromCanonicalOrGuid) {
  const std::string rest = R"("fetched_at":"2026-03-02T07:02:11Z","text":"a")";
  Decoder decoder({});
  auto event =
      decoder.decode(R"({"canonical_url":"https://a.example/c","guid":"x",)" + rest + "}", kJudged);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->url, "https://a.example/c");
  event = decoder.decode(R"({"url":"","guid":"http://a.example/g",)" + rest + "}", kJudged);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->url, "http://a.example/g");
  EXPECT_EQ(code_of(R"({"url":null,"guid":"tag:a,1",)" + rest + "}"), "no_address");
  EXPECT_EQ(code_of(R"({"url":7,)" + rest + "}"), "bad_field");
}

TEST(Decoder, HoldsTheAddressLimit) {
  const auto with_url = [](std::size_t bytes) {
    const std::string start = "https://a.example/";
    return R"({"fetched_at":1772434931,"text":"a","url":")" + start +
           std::string(bytes - start.size(), 'x') + "\"}";
  };
  EXPECT_EQ(code_of(with_url(2048)), "ok");
  EXPECT_EQ(code_of(with_url(2049)), "bad_address");
}

std::string fetched(std::string_view value) {
  return R"({"url":"https://a.example/","text":"a","fetched_at":)" + std::string(value) + "}";
}

TEST(Decoder, ReadsFetchTimesOfAllSpellings) {
  for (const char* value : {R"("2026-03-02T07:02:11Z")", R"("2026-03-02T16:02:11+09:00")",
                            "1772434931", "1772434931000", R"("1772434931")"}) {
    Decoder decoder({});
    const auto event = decoder.decode(fetched(value), kJudged);
    ASSERT_TRUE(event) << value;
    EXPECT_EQ(base::to_rfc3339(event->fetched_at), "2026-03-02T07:02:11Z") << value;
  }
}

TEST(Decoder, RefusesFetchTimesThatCannotBe) {
  EXPECT_EQ(code_of(R"({"url":"https://a.example/","text":"a"})"), "no_fetch_time");
  EXPECT_EQ(code_of(fetched("null")), "no_fetch_time");
  EXPECT_EQ(code_of(fetched(R"("yesterday")")), "bad_fetch_time");
  EXPECT_EQ(code_of(fetched("true")), "bad_field");
  EXPECT_EQ(code_of(fetched("1772434931.5")), "bad_field");
  EXPECT_EQ(code_of(fetched(R"("1994-12-31T23:59:59Z")")), "bad_fetch_time");
  EXPECT_EQ(code_of(fetched(R"("1995-01-01T00:00:00Z")")), "ok");
  EXPECT_EQ(code_of(fetched("-5")), "bad_fetch_time");
}

TEST(Decoder, AllowsADayOfTheFutureAndNoMore) {
  EXPECT_EQ(code_of(fetched(R"("2026-03-03T12:00:00Z")")), "ok");
  EXPECT_EQ(code_of(fetched(R"("2026-03-03T12:00:00.001Z")")), "bad_fetch_time");
}

TEST(Decoder, AcceptsOnlyTheFormatsThatAreConfigured) {
  Options options;
  options.accept_epoch = false;
  EXPECT_EQ(code_of(fetched("1772434931"), options), "bad_fetch_time");
  options = {};
  options.accept_rfc3339 = false;
  EXPECT_EQ(code_of(fetched(R"("2026-03-02T07:02:11Z")"), options), "bad_fetch_time");
}

TEST(Decoder, SortsHttpStatus) {
  for (const char* status : {"200", "204", "299", "451"}) {
    EXPECT_EQ(code_of(event_with(R"("text":"a","status":)" + std::string(status))), "ok");
  }
  for (const char* status : {"300", "301", "403", "405", "429", "500", "503"}) {
    EXPECT_EQ(code_of(event_with(R"("text":"a","status":)" + std::string(status))), "http_status");
  }
  Decoder refused({});
  EXPECT_EQ(refused.decode(event_with(R"("text":"a","status":503)"), kJudged)
                .fault()
                .detail.substr(0, 15),
            "503 at https://")
      << "its value is not kept as a rule";
  for (const char* gone : {R"("status":404)", R"("status":410)", R"("deleted":true)",
                           R"("deleted":true,"status":500)"}) {
    Decoder decoder({});
    const auto event = decoder.decode(event_with(gone), kJudged);
    ASSERT_TRUE(event) << gone;
    EXPECT_TRUE(event->is_withdrawal());
  }
  EXPECT_EQ(code_of(event_with(R"("status":451)")), "ok");
}

TEST(Decoder, WantsContent) {
  EXPECT_EQ(code_of("{" + std::string(kStart) + "}"), "no_content");
  EXPECT_EQ(code_of(event_with(R"("html":"","text":null)")), "no_content");
  EXPECT_EQ(code_of(event_with(R"("html_base64":"=")")), "bad_base64");
  EXPECT_EQ(code_of(event_with(R"("text_base64":"Zg=")")), "bad_base64");
  EXPECT_EQ(code_of(event_with(R"("html":["a"])")), "bad_field");
  EXPECT_EQ(code_of(event_with(R"("text_base64":5)")), "bad_field");
  EXPECT_EQ(code_of(event_with(R"("deleted":true,"html_base64":"=")")), "ok");
}

TEST(Decoder, DecodesBase64ToBytes) {
  Decoder decoder({});
  const auto event = decoder.decode(event_with(R"("html_base64":"PHA+/zwvcD4=")"), kJudged);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->html, "<p>\xFF</p>");
  EXPECT_TRUE(event->html_is_bytes);
}

TEST(Decoder, DropsHintsOfTheWrongTypeAndSaysSo) {
  for (const char* hint : {R"("title":5)", R"("authors":{"name":"A"})", R"("tags":["a",5])",
                           R"("status":"404")", R"("deleted":"yes")", R"("guid":[1])"}) {
    Decoder decoder({});
    const auto event = decoder.decode(event_with(R"("text":"a",)" + std::string(hint)), kJudged);
    ASSERT_TRUE(event) << hint;
    EXPECT_EQ(event->flags, Flags{"hint_ignored"}) << hint;
    EXPECT_EQ(event->status, 200);
  }
  Decoder decoder({});
  const auto event = decoder.decode(event_with(R"("text":"a","tags":["a",5,"b"])"), kJudged);
  EXPECT_EQ(event->hints.tags, (std::vector<std::string>{"a", "b"}));
}

TEST(Decoder, HoldsTheHintLimits) {
  const auto with_title = [](std::size_t bytes) {
    return event_with(R"("text":"a","title":")" + std::string(bytes, 'x') + "\"");
  };
  Decoder decoder({});
  EXPECT_EQ(decoder.decode(with_title(4096), kJudged)->hints.title.size(), 4096u);
  const auto longer = decoder.decode(with_title(4097), kJudged);
  EXPECT_EQ(longer->hints.title, "");
  EXPECT_EQ(longer->flags, Flags{"hint_ignored"});
  std::string tags;
  for (int i = 0; i < 65; ++i) tags += (i == 0 ? "\"t" : ",\"t") + std::to_string(i) + "\"";
  const auto many = decoder.decode(event_with(R"("text":"a","tags":[)" + tags + "]"), kJudged);
  EXPECT_EQ(many->hints.tags.size(), 64u);
  EXPECT_EQ(many->hints.tags.back(), "t63");
}

TEST(Decoder, ReadsOtherCrawlersNamesByPath) {
  Options options;
  options.fields = {{"url", {"url", "link", "metadata.sourceURL"}},
                    {"html", {"html", "rawHtml"}},
                    {"fetched_at", {"crawled_at"}}};
  const std::string json = R"({"url":5,"metadata":{"sourceURL":"https://a.example/m"},
    "rawHtml":"<p>","crawled_at":1772434931,"fetched_at":"nonsense"})";
  Decoder decoder(options);
  const auto event = decoder.decode(json, kJudged);
  ASSERT_TRUE(event) << event.fault().detail;
  EXPECT_EQ(event->url, "https://a.example/m");
  EXPECT_EQ(event->html, "<p>");
}

TEST(Decoder, KnowsItsFields) {
  EXPECT_TRUE(is_field("fetched_at"));
  EXPECT_FALSE(is_field("fetched"));
}

TEST(Decoder, RawHashCoversWhatCleaningReadsAndNothingElse) {
  const auto hash = [](std::string_view json) {
    Decoder decoder({});
    return decoder.decode(json, kJudged)->raw_hash;
  };
  const std::uint64_t base = hash(event_with(R"("text":"a")"));
  EXPECT_EQ(hash(R"({"text":"a","id":"other","fetched_at":1772434999,
                     "url":"https://a.example/other"})"),
            base);
  for (const char* other :
       {R"("text":"b")", R"("html":"a")", R"("text_base64":"YQ==")", R"("text":"a","title":"t")",
        R"("text":"a","section":"t")", R"("text":"a","status":201)",
        R"("text":"a","tags":["x","y"])", R"("text":"a","tags":["xy"])",
        R"("text":"a","authors":["x","y"])", R"("text":"a","content_type":"text/plain")"}) {
    EXPECT_NE(hash(event_with(other)), base) << other;
  }
  EXPECT_NE(hash(event_with(R"("text":"a","tags":["x","y"])")),
            hash(event_with(R"("text":"a","tags":["xy"])")));
}

}  // namespace
}  // namespace news::decode
