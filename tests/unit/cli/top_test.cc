#include <gtest/gtest.h>

#include "cli/status_address.h"
#include "cli/top/screen.h"
#include "cli/top/status.h"

namespace cli::top {
namespace {

// As /status has it, with the parts that a view reads.
std::string status_of(const std::string& instance, const std::string& more = "") {
  return R"({"format":1,"now":"2026-03-02T12:00:00Z","build":{"version":"1.0.0"},"generation":"g1",
"instance":")" +
         instance + R"(","ready":true,"live":true,"draining":false,
"process":{"started":"2026-03-02T11:00:00Z","resident_bytes":104857600},
"verdicts":{"new":30,"duplicate":70},
"stages":[{"stage":"clean","input":"articles.raw","lag_records":5,"lag_seconds":2.5,
"rates":{"consumed":100,"produced":90,"dead_letters":10},
"history":{"consumed":[50,100]},
"dead_letters":[{"reason":"no_article","count":7}],
"workers":[{"partitions":[{"phase":"live"},{"phase":"live"}]}]},
{"stage":"version","input":"dateline.candidates","lag_records":0,"lag_seconds":0,
"rates":{"consumed":90,"produced":60,"dead_letters":0},"history":{"consumed":[]},"dead_letters":[],
"workers":[{"partitions":[{"phase":"live"},{"phase":"asking"}]}]}],
"sites":{"records":[{"site":"a.example","count":40}],"dead_letters":[],"missing":[]},
"articles":{"last":[{"at":"2026-03-02T11:59:58Z","site":"a.example","outcome":"new","version":"1",
"headline":"Outer mole reopens"}]})" +
         more + "}";
}

Process process_of(const std::string& instance, const std::string& more = "") {
  const auto process = read_process(status_of(instance, more));
  EXPECT_TRUE(process) << process.fault().detail;
  return *process;
}

std::string join(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST(TopStatus, IsReadWhole) {
  const Process process = process_of("pod-1");
  EXPECT_EQ(process.state, "ready");
  EXPECT_EQ(process.up_seconds, 3600);
  ASSERT_EQ(process.stages.size(), 2u);
  const Stage& clean = process.stages[0];
  EXPECT_EQ(clean.consumed, 100);
  EXPECT_EQ(clean.live, 2);
  EXPECT_EQ(clean.history, (std::vector<double>{50, 100, 100})) << "now is the last";
  EXPECT_EQ(process.stages[1].asking, 1);
  EXPECT_EQ(process.dead_letters.at("no_article"), 7);
}

TEST(TopStatus, AnotherFormatOrAnotherServerIsRefused) {
  EXPECT_FALSE(read_process(R"({"format":2})"));
  EXPECT_FALSE(read_process("<html>"));
  EXPECT_FALSE(read_process(""));
  EXPECT_FALSE(read_process(status_of("pod-1").substr(0, 200)));
}

TEST(TopStatus, ProcessesAddUpAndTheWorstLagCounts) {
  Process late = process_of("pod-2");
  late.stages[0].lag_seconds = 70;
  late.stages[0].restoring = 1;
  late.stages[0].restore_left = 1000;
  late.stages[0].restore_eta = 12;
  late.stages[0].history = {7};
  late.articles[0].at = "2026-03-02T11:59:59Z";
  const Process sum = sum_of({process_of("pod-1"), late});
  const Stage& clean = sum.stages.at(0);
  EXPECT_EQ(sum.stages.size(), 2u);
  EXPECT_EQ(clean.consumed, 200);
  EXPECT_EQ(clean.lag_records, 10);
  EXPECT_EQ(clean.lag_seconds, 70);
  EXPECT_EQ(clean.restore_eta, 12);
  EXPECT_EQ(clean.history, (std::vector<double>{50, 100, 107})) << "they end now";
  EXPECT_EQ(sum.verdicts.at("new"), 60);
  EXPECT_EQ(sum.articles.at(0).at, "2026-03-02T11:59:59Z");
}

TEST(TopScreen, ShowsTheSumAndEachProcess) {
  const std::string text =
      join(draw({{"a:1", process_of("pod-1")}, {"b:2", process_of("pod-2")}}, {}, Paint(false)));
  EXPECT_NE(text.find("dateline top: 2 of 2 processes answer\n"), std::string::npos) << text;
  EXPECT_NE(text.find("clean          200     180      20    2.5 s          10  4 live"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("pod-1     ready"), std::string::npos) << text;
  EXPECT_NE(text.find("duplicate 140 (70%), new 60 (30%)"), std::string::npos) << text;
  EXPECT_NE(text.find("Outer mole reopens"), std::string::npos) << text;
  EXPECT_EQ(text.find('\x1b'), std::string::npos) << "no colours were wanted";
  EXPECT_EQ(text.find("…"), std::string::npos) << "all of it has room";
}

TEST(TopScreen, OneThatDoesNotAnswerIsNamedAndNotAddedUp) {
  const Asked gone{"b:2", process_of("pod-2"), "b:2: connection refused"};
  const std::string text = join(draw({{"a:1", process_of("pod-1")}, gone}, {}, Paint(false)));
  EXPECT_NE(text.find("1 of 2 processes answer"), std::string::npos);
  EXPECT_NE(text.find("pod-2     no answer    b:2: connection refused"), std::string::npos) << text;
  EXPECT_NE(text.find("clean          100"), std::string::npos) << "of pod-1 alone";
  const std::string none = join(draw({{"b:2", {}, "b:2: connection refused"}}, {}, Paint(false)));
  EXPECT_NE(none.find("dateline top: no answer yet"), std::string::npos) << none;
}

TEST(TopScreen, BeforeTheFirstAnswerItSaysThatItAsks) {
  const std::string text = join(draw({{"b:2", {}, ""}}, {}, Paint(false)));
  EXPECT_NE(text.find("b:2       asking"), std::string::npos) << text;
}

TEST(TopScreen, KeepsToTheTerminalWhateverItsSize) {
  const std::vector<Asked> asked{{"a:1", process_of("pod-1")}, {"b:2", process_of("pod-2")}};
  for (const std::size_t columns : {1u, 10u, 40u, 80u, 89u, 90u, 200u}) {
    for (const std::size_t lines : {1u, 5u, 24u, 100u}) {
      const auto drawn = draw(asked, {columns, lines}, Paint(false));
      EXPECT_LE(drawn.size(), lines);
      for (const std::string& line : drawn) EXPECT_LE(width_of(line), columns) << line;
    }
  }
}

TEST(TopScreen, NewsCannotSteerTheTerminal) {
  Process process = process_of("pod-1");
  process.articles[0].headline =
      "\x1b]0;owned\x07\x1b[2J\xC2\x9B"
      "2J\u202Edeliver\rback\n\u8239";
  process.articles[0].site = "a\x1b[31m";
  process.sites["b\x7f\x08"] = 3;
  process.dead_letters["c\x1b"] = 3;
  process.instance = "pod\x1b[5m";
  const std::string text =
      join(draw({{"a:1", process}}, {.columns = 150, .lines = 60}, Paint(false)));
  for (const char c : text) {
    EXPECT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)) << int(c);
  }
  EXPECT_EQ(text.find("\xC2\x9B"), std::string::npos);
  EXPECT_EQ(text.find("\u202E"), std::string::npos);
  EXPECT_NE(text.find("?]0;owned??[2J2Jdeliver?back?\u8239"), std::string::npos) << text;
}

TEST(StatusAddress, IsReadAsPeopleWriteIt) {
  EXPECT_EQ(strip_scheme("http://pod:9464/"), "pod:9464");
  EXPECT_EQ(strip_scheme("pod:9464"), "pod:9464");
  EXPECT_EQ(host_and_port("0.0.0.0:9464"), "127.0.0.1:9464");
  EXPECT_EQ(host_and_port("[::]:9464"), "127.0.0.1:9464");
  EXPECT_EQ(host_and_port("10.0.0.7:1"), "10.0.0.7:1");
}

}  // namespace
}  // namespace cli::top
