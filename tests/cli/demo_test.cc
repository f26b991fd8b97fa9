// `dateline demo` as a newcomer runs it: it ends by itself, and what it prints adds up.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "cli/binary.h"

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
        "dateline validate", "--create-topics", "dateline run"}) {
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

}  // namespace
}  // namespace cli_tests
