// The main job through the real binary on a real broker: what a crawler sends, and what readers
// of the topics find. One process for all tests; each has a site of its own.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "benchmarks/page.h"
#include "benchmarks/story.h"
#include "benchmarks/workload.h"
#include "e2e/installation.h"

namespace e2e {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr int kPartitions = 2;
constexpr std::int64_t kMonday = 1'741'000'000'000;  // 2025-03-03T11:06:40Z
constexpr std::int64_t kHour = 3'600'000;
constexpr std::size_t kEventBytesMax = 65'536;

enum class Form { Dump, Page };

struct Crawl {
  std::string url;
  std::int64_t fetched_at = kMonday;
  benchmarks::Story story;
  Form form = Form::Dump;
  std::uint64_t furniture = 1;
};

benchmarks::Story make_some_story() { return benchmarks::make_story({.seed = 77, .words = 260}); }

class MainJob : public tests::kafka::BrokerTest {
 protected:
  static void SetUpTestSuite() {
    if (tests::kafka::bootstrap().empty()) return;
    dateline_ = std::make_unique<Installation>(InstallationOptions{
        .name = "job",
        .partitions = kPartitions,
        .binary = DATELINE_BINARY,
        .settings = {{"workers.clean", "1"},
                     {"workers.version", "1"},
                     {"limits.event_bytes_max", std::to_string(kEventBytesMax)}}});
    dateline_->start();
    dateline_->await_ready();
  }
  static void TearDownTestSuite() {
    if (dateline_) dateline_->stop();
    dateline_.reset();
  }

  void SetUp() override {
    BrokerTest::SetUp();
    static int count = 0;
    site_ = benchmarks::make_site(static_cast<std::uint32_t>(++count));
  }

  std::string url() const { return "https://" + site_.host + "/news/ferry-returns"; }

  // All events of a site lie in one partition, so their order is known.
  void send(const std::string& value) {
    tests::kafka::produce(dateline_->raw,
                          {{.key = site_.host,
                            .value = value,
                            .partition = base::partition_for_key(site_.host, kPartitions),
                            .headers = {}}});
  }

  std::string event_of(const Crawl& crawl) const {
    const benchmarks::PagePlace place{site_, crawl.url, kMonday - kHour, crawl.furniture};
    return crawl.form == Form::Dump
               ? benchmarks::make_event(crawl.url, crawl.fetched_at,
                                        benchmarks::make_dump(crawl.story, place), "text")
               : benchmarks::make_event(crawl.url, crawl.fetched_at,
                                        benchmarks::make_page(crawl.story, place, 0), "html");
  }
  void send(const Crawl& crawl) { send(event_of(crawl)); }

  // Once this story is out, everything that was sent before it has been judged.
  void send_and_await_last() {
    Crawl last{.url = "https://" + site_.host + "/news/the-last-one",
               .fetched_at = kMonday,
               .story = benchmarks::make_story({.seed = 99, .words = 200})};
    send(last);
    const auto until = steady_clock::now() + seconds(60);
    while (published(dateline_->versions, last.url).empty()) {
      ASSERT_LT(steady_clock::now(), until) << dateline_->log();
      ASSERT_FALSE(dateline_->process().await(std::chrono::milliseconds(50))) << dateline_->log();
    }
  }

  std::vector<LogRecord> of_site(const std::string& topic) const {
    std::vector<LogRecord> found;
    dateline_->each_record(topic, [&](LogRecord record) {
      if (record.header("dateline-site") == site_.host || record.key == site_.host) {
        found.push_back(std::move(record));
      }
    });
    return found;
  }

  // The records of the article at this address, in their order.
  std::vector<LogRecord> published(const std::string& topic, const std::string& address) const {
    std::vector<LogRecord> all = of_site(topic);
    std::string id;
    for (const LogRecord& record : all) {
      if (record.value && record.value->find('"' + address + '"') != std::string::npos) {
        id = record.key;
      }
    }
    std::erase_if(all, [&](const LogRecord& record) { return record.key != id; });
    return all;
  }
  std::vector<LogRecord> versions() const { return published(dateline_->versions, url()); }
  std::vector<LogRecord> current() const { return published(dateline_->clean, url()); }

  static std::vector<std::string> numbers(const std::vector<LogRecord>& records) {
    std::vector<std::string> all;
    for (const LogRecord& record : records) all.emplace_back(record.header("dateline-number"));
    return all;
  }

  static std::unique_ptr<Installation> dateline_;
  benchmarks::Site site_;
  simdjson::dom::parser parser_;
};
std::unique_ptr<Installation> MainJob::dateline_;

using Numbers = std::vector<std::string>;

TEST_F(MainJob, PublishesAStoryOnceHoweverOftenItIsCrawled) {
  Crawl crawl{.url = url(), .story = make_some_story()};
  send(crawl);
  send(crawl);  // the same bytes again
  crawl.fetched_at += kHour;
  crawl.furniture = 2;  // other menus, other links
  send(crawl);
  send_and_await_last();

  ASSERT_EQ(numbers(versions()), Numbers{"1"});
  EXPECT_EQ(versions().front().header("dateline-verdict"), "new");
  const simdjson::dom::element json = parser_.parse(*versions().front().value);
  EXPECT_EQ(std::string_view(json["ninjs"]["headlines"].at(0)["value"]), crawl.story.headline);
  std::string body;
  for (const std::string& paragraph : crawl.story.paragraphs) {
    body += (body.empty() ? "" : "\n\n") + paragraph;
  }
  EXPECT_EQ(std::string_view(json["ninjs"]["bodies"].at(0)["value"]), body);
  EXPECT_EQ(numbers(current()), Numbers{"1"});
}

TEST_F(MainJob, KnowsAPageAndItsDumpAsOneText) {
  Crawl crawl{.url = url(), .story = make_some_story(), .form = Form::Page};
  send(crawl);
  crawl.form = Form::Dump;
  crawl.fetched_at += kHour;
  send(crawl);
  send_and_await_last();
  EXPECT_EQ(numbers(versions()), Numbers{"1"});
}

TEST_F(MainJob, NamesTheParagraphThatChanged) {
  Crawl crawl{.url = url(), .story = make_some_story()};
  send(crawl);
  crawl.fetched_at += kHour;
  std::string& third = crawl.story.paragraphs.at(2);
  third.replace(third.rfind(' '), std::string::npos, " lighthouse.");
  send(crawl);
  send_and_await_last();

  ASSERT_EQ(numbers(versions()), (Numbers{"1", "2"}));
  EXPECT_EQ(versions()[1].header("dateline-verdict"), "revised");
  const std::string value = *versions()[1].value;
  const simdjson::dom::element json = parser_.parse(value);
  EXPECT_EQ(std::string_view(json["change"]["previous"]), "1");
  const simdjson::dom::array operations = json["change"]["operations"];
  ASSERT_EQ(operations.size(), 1u) << value;
  EXPECT_EQ(std::string_view(operations.at(0)["op"]), "edited");
  EXPECT_EQ(std::uint64_t(operations.at(0)["paragraph"]), 3u);
  EXPECT_EQ(numbers(current()).back(), "2");
}

TEST_F(MainJob, FilesAnOlderPageBelowTheNewerOne) {
  Crawl crawl{.url = url(), .story = make_some_story()};
  send(crawl);
  crawl.fetched_at -= 2 * kHour;
  crawl.story.paragraphs.pop_back();
  send(crawl);
  send_and_await_last();

  ASSERT_EQ(numbers(versions()), (Numbers{"1", "0.1"}));
  EXPECT_EQ(versions()[1].header("dateline-verdict"), "older");
  const simdjson::dom::element json = parser_.parse(*versions()[1].value);
  EXPECT_TRUE(bool(json["change"]["historic"]));
  EXPECT_EQ(numbers(current()), Numbers{"1"}) << "the newer one is the current one";
}

TEST_F(MainJob, WithdrawsWhatIsGone) {
  const Crawl crawl{.url = url(), .story = make_some_story()};
  send(crawl);
  send("{\"url\":\"" + url() + "\",\"fetched_at\":\"2025-03-03T13:00:00Z\",\"status\":410}");
  send_and_await_last();

  ASSERT_EQ(numbers(versions()), (Numbers{"1", "2"}));
  ASSERT_EQ(numbers(current()), (Numbers{"1", "2"}));
  EXPECT_EQ(current()[1].header("dateline-verdict"), "withdrawn");
  const simdjson::dom::element json = parser_.parse(*current()[1].value);
  EXPECT_EQ(std::string_view(json["ninjs"]["pubStatus"]), "canceled");
  EXPECT_EQ(json["ninjs"]["bodies"].error(), simdjson::NO_SUCH_FIELD) << "no text goes out again";
}

TEST_F(MainJob, KeepsWhatCannotBeReadWithItsReasonAndGoesOn) {
  const std::string good = event_of({.url = url(), .story = make_some_story()});
  const std::string padding(kEventBytesMax, 'x');
  const std::map<std::string, std::vector<std::string>> broken{
      {"bad_json",
       {"{\"url\": \"" + url() + "\", ", good + " " + good,
        "{\"url\":\"" + url() + "\",\"text\":\"\xff\xfe\"}"}},
      {"no_address", {"{\"fetched_at\":\"2025-03-03T11:00:00Z\",\"text\":\"One line.\"}"}},
      {"event_too_large",
       {"{\"url\":\"" + url() + "\",\"fetched_at\":\"2025-03-03T11:00:00Z\",\"text\":\"" + padding +
        "\"}"}}};
  std::vector<std::string> sent;
  for (const auto& [reason, values] : broken) {
    for (const std::string& value : values) {
      send(value);
      sent.push_back(reason + " " + value);
    }
  }
  send_and_await_last();

  std::vector<std::string> kept;
  for (const LogRecord& record : of_site(dateline_->dead)) {
    ASSERT_TRUE(record.value);
    kept.push_back(std::string(record.header("dateline-reason")) + " " + *record.value);
    EXPECT_EQ(record.header("dateline-stage"), "clean");
    EXPECT_EQ(record.header("dateline-origin").substr(0, dateline_->raw.size()), dateline_->raw);
  }
  std::sort(sent.begin(), sent.end());
  std::sort(kept.begin(), kept.end());
  EXPECT_EQ(kept, sent);
}

}  // namespace
}  // namespace e2e
