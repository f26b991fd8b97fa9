// `dateline demo` as a newcomer runs it: it ends by itself, and what it prints adds up.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <memory>
#include <sstream>

#include "cli/binary.h"
#include "e2e/process.h"

namespace cli_tests {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::size_t width_of(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

bool has(const Answer& answer, const std::string& part) {
  return answer.out.find(part) != std::string::npos;
}

// 12 stories: one is followed through its changes, and each other kind of change occurs.
void expect_all_of_it(const Answer& answer) {
  ASSERT_EQ(answer.code, 0) << answer.err;
  EXPECT_EQ(answer.err, "");
  for (const char* part :
       {"46 events", "12 new", "11 duplicate", "8 revised", "2 older", "1 resent", "1 withdrawn",
        "23 versions of 12 articles", "11 current articles, 1 withdrawn and without text",
        "2 correction", "10 reasons",
        // The raw event beside its article, and the article's history.
        "<!doctype html>", "Ferry afloat again after two tides on Gull Bar", "by Idris Pellow",
        "paragraph 6 added", "paragraph 1 edited in its facts", "0.1      ",
        // Every kind of broken event.
        "bad_address", "bad_base64", "bad_fetch_time", "bad_json", "http_status", "no_address",
        "no_article", "no_content", "not_article", "not_text",
        // What it does not prove, and what comes next.
        "nothing here proves exactly-once", "dateline clean", "dateline config example",
        "dateline validate", "--create-topics", "dateline run", "dateline demo --keep"}) {
    EXPECT_TRUE(has(answer, part)) << part << "\n" << answer.out;
  }
}

TEST(Demo, EndsByItselfTwiceAndPrintsWhatCameOut) {
  const Answer first = run({{"demo", "--articles", "12"}});
  expect_all_of_it(first);
  const Answer second = run({{"demo", "--articles", "12"}});
  expect_all_of_it(second);
}

TEST(Demo, FitsItsPage) {
  for (const std::string& line : lines_of(run({{"demo", "--articles", "60"}}).out)) {
    EXPECT_LE(width_of(line), 100u) << line;
  }
}

TEST(Demo, DoesTheSameWhateverIsConfiguredForTheService) {
  const std::string path = write_file("service.yaml", "kafka: {brokers: 127.0.0.1:1}\n");
  expect_all_of_it(run({{"demo", "--articles", "12"},
                        {{"DATELINE_CONFIG", path}, {"DATELINE_TOPICS_RAW", "elsewhere"}}}));
}

TEST(Demo, LeavesNothingBehind) {
  const Answer answer = run_shell(
      "mkdir -p \"$HOME_OF_TEST\" && TMPDIR=\"$HOME_OF_TEST\" \"$DATELINE\" demo --articles 12 "
      ">/dev/null && ls -A \"$HOME_OF_TEST\"",
      {{"HOME_OF_TEST", path_of("temporary")}});
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_EQ(answer.out, "");
}

TEST(Demo, ASignalEndsItCleanly) {
  // It is interrupted as soon as it has said what it publishes.
  const Answer answer = run_shell(
      "mkdir -p \"$HOME_OF_TEST\" && mkfifo \"$HOME_OF_TEST.out\" && "
      "{ TMPDIR=\"$HOME_OF_TEST\" \"$DATELINE\" demo --articles 5000 >\"$HOME_OF_TEST.out\" & } && "
      "exec 3<\"$HOME_OF_TEST.out\" && head -n 1 <&3 >/dev/null && kill -TERM $! && wait $!; "
      "echo \"left with $?\"; ls -A \"$HOME_OF_TEST\"",
      {{"HOME_OF_TEST", path_of("interrupted")}});
  EXPECT_EQ(answer.out, "left with 0\n");
  EXPECT_EQ(answer.err, "demo: stopped by a signal\n");
}

// A demo that is kept, behind a port of its own.
class KeptDemo : public testing::Test {
 protected:
  void SetUp() override {
    demo_ = std::make_unique<process::Process>(
        std::vector<std::string>{DATELINE_BINARY, "demo", "--keep", "--articles", "12", "--set",
                                 "http.listen=127.0.0.1:" + std::to_string(port_)},
        std::map<std::string, std::string>{}, process::Streams{.out = output_});
  }
  void await_metric(const std::string& name, const std::string& labels, double value) {
    EXPECT_TRUE(process::await(kPatience,
                               [&] {
                                 const auto metrics = e2e::http_get(port_, "/metrics");
                                 return metrics &&
                                        e2e::read_metric(*metrics, name, labels) >= value;
                               }))
        << name << " " << labels << "\n"
        << read_file(output_);
  }
  std::string said() const { return read_file(output_); }

  static constexpr std::chrono::seconds kPatience{120};
  const int port_ = e2e::find_free_port();
  const std::string output_ = path_of("kept.out");
  std::unique_ptr<process::Process> demo_;
};

TEST_F(KeptDemo, GoesOnWithOtherNewsUntilASignal) {
  // The demo itself has 12 articles and 46 events.
  await_metric("dateline_verdicts_total", R"(verdict="new")", 30);
  await_metric("dateline_records_consumed_total", R"(stage="clean")", 60);
  await_metric("dateline_dead_letters_total", R"(reason="no_article")", 2);
  const std::string at = "http://localhost:" + std::to_string(port_);
  EXPECT_NE(said().find("  " + at + "/metrics"), std::string::npos) << said();
  const auto page = e2e::http_get(port_, "/");
  ASSERT_TRUE(page);
  EXPECT_NE(page->find("<!doctype html>"), std::string::npos);
  const auto status = e2e::http_get(port_, "/status");
  ASSERT_TRUE(status);
  EXPECT_NE(status->find(R"("ready":true)"), std::string::npos) << *status;

  demo_->send(SIGTERM);
  const auto ended = demo_->await(kPatience);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 0) << said();
  EXPECT_EQ(ended->signal, 0);
}

TEST_F(KeptDemo, ASecondOneIsToldThatThePortIsTaken) {
  ASSERT_TRUE(
      process::await(kPatience, [&] { return e2e::http_get(port_, "/livez").has_value(); }));
  const std::string listen = "http.listen=127.0.0.1:" + std::to_string(port_);
  const Answer second = run({{"demo", "--keep", "--articles", "12", "--set", listen}});
  EXPECT_EQ(second.code, 1);
  EXPECT_EQ(second.out, "");
  EXPECT_NE(second.err.find("http_listen"), std::string::npos) << second.err;
}

}  // namespace
}  // namespace cli_tests
