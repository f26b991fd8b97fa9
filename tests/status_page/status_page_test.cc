// The status page of a running service in a real browser: a broker, both stages, news that keep
// coming, hostile ones among them. check.mjs looks; this keeps the news coming and the service up.
#include <gtest/gtest.h>

#include <filesystem>

#include "benchmarks/workload.h"
#include "cli/demo/news.h"
#include "e2e/installation.h"

namespace status_page {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kPartitions = 12;
constexpr int kSkipped = 77;

base::Timestamp now() {
  return base::Timestamp{
      std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count()};
}

// Everything in it that could become markup would run, and say so in the title.
std::string hostile_event() {
  const std::string run = "document.title='owned'";
  const std::string attack =
      "<script>" + run + "</script><img src=x onerror=\\\"" + run + "\\\"><b>\u202Edesrever</b>";
  std::string page = "<html><head><title>T</title></head><body><article><h1>&lt;script&gt;" + run +
                     "&lt;/script&gt;&lt;img src=x onerror=&quot;" + run + "&quot;&gt; Mole</h1>";
  for (int i = 0; i < 4; ++i) {
    page += "<p>Walkers may use the outer mole again from Saturday, &lt;script&gt;" + run +
            "&lt;/script&gt; the harbour office said after a long look at stone " +
            std::to_string(i) + ".</p>";
  }
  page += "</article>" + attack + "</body></html>";
  return R"({"url":"https://www.saltmarsh-lantern.example/hostile-1","fetched_at":")" +
         base::to_rfc3339(now()) + R"(","html":")" + page + "\"}";
}

// Invented news of a few days, then a stream of more, a mouthful a turn.
class News final {
 public:
  explicit News(std::string topic) : topic_(std::move(topic)) {}
  News(const News&) = delete;
  News& operator=(const News&) = delete;

  void feed() {
    if (only_hostile) return tests::kafka::produce(topic_, {hostile()});
    std::vector<tests::kafka::Sent> batch;
    for (int i = 0; i < 40; ++i) {
      const cli::demo::Event& event = demo_.events[next_++ % demo_.events.size()];
      batch.push_back(place(event.site, event.json));
    }
    for (int i = 0; i < 60; ++i) {
      const benchmarks::WorkloadEvent event = workload_.next();
      batch.push_back(place(event.key, event.value));
    }
    tests::kafka::produce(topic_, batch);
  }

  bool only_hostile = false;

 private:
  static tests::kafka::Sent hostile() {
    return place("saltmarsh-lantern.example", hostile_event());
  }
  static tests::kafka::Sent place(const std::string& key, const std::string& value) {
    return {.key = key,
            .value = value,
            .partition = base::partition_for_key(key, kPartitions),
            .headers = {}};
  }

  const std::string topic_;
  const cli::demo::News demo_ = cli::demo::invent(1500, now());
  benchmarks::Workload workload_{{.sites = 60, .html_per_mille = 300, .broken_per_mille = 20}};
  std::size_t next_ = 0;
};

class StatusPage : public tests::kafka::BrokerTest {
 protected:
  // The script's exit code; news go on while it runs.
  int run_script(const std::vector<std::string>& arguments, News& news) {
    std::vector<std::string> command{STATUS_PAGE_RUN};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const std::string log = dateline_.folder() + "/script.log";
    process::Process script(command, {}, {.out = log});
    std::optional<process::Ended> ended;
    while (!ended) {
      news.only_hostile = process::read_file(log).find("hostile news, please") != std::string::npos;
      news.feed();
      ended = script.await(milliseconds(250));
    }
    said_ = process::read_file(log);
    return ended->code;
  }

  e2e::Installation dateline_{{.name = "page",
                               .partitions = kPartitions,
                               .binary = DATELINE_BINARY,
                               .settings = {{"workers.clean", "2"},
                                            {"workers.version", "1"},
                                            {"instance", "dateline-7d9f-x2k4p"},
                                            {"http.samples", "40"}}}};
  std::string said_;
};

TEST_F(StatusPage, ShowsARunningServiceToEverybody) {
  News news(dateline_.raw);
  dateline_.start();
  dateline_.await_ready();
  const std::string url = "http://127.0.0.1:" + std::to_string(dateline_.port());
  const std::string shots = STATUS_PAGE_FOLDER "/shots";
  std::filesystem::create_directories(shots);
  const int code = run_script({"check.mjs", STATUS_PAGE_FOLDER "/node", DATELINE_SOURCE_DIR, url,
                               std::to_string(dateline_.process().pid()), shots, DATELINE_BINARY},
                              news);
  if (code == kSkipped) GTEST_SKIP() << said_;
  EXPECT_EQ(code, 0) << said_;
  // The script has ended it with a signal, to see the page without a service.
  const auto ended = dateline_.process().await(seconds(60));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 0) << dateline_.log();
}

}  // namespace
}  // namespace status_page
