// The real binary where no broker answers: what it says before it starts, and how it ends.
#include "e2e/process.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

namespace e2e {
namespace {

using std::chrono::seconds;

constexpr seconds kPatience{60};

class ProcessTest : public testing::Test {
 protected:
  ProcessTest()
      : folder_(testing::TempDir() + "process-" + std::to_string(::getpid())),
        output_(folder_ + "/output") {
    std::filesystem::create_directories(folder_);
  }
  ~ProcessTest() override { std::filesystem::remove_all(folder_); }

  Process start(std::vector<std::string> verb, const std::map<std::string, std::string>& settings) {
    std::vector<std::string> arguments{DATELINE_BINARY};
    arguments.insert(arguments.end(), verb.begin(), verb.end());
    for (const auto& [path, value] : settings) {
      arguments.insert(arguments.end(), {"--set", path + "=" + value});
    }
    return Process(arguments, {}, process::Streams{.out = output_});
  }
  int run(std::vector<std::string> verb, const std::map<std::string, std::string>& settings) {
    const auto ended = start(std::move(verb), settings).await(kPatience);
    return ended ? ended->code : -1;
  }
  std::string output() const { return read_file(output_); }
  bool await_output(const std::string& text) const {
    return await(kPatience, [&] { return output().find(text) != std::string::npos; });
  }
  std::map<std::string, std::string> alone() const {
    return {{"kafka.brokers", "127.0.0.1:" + std::to_string(find_free_port())},
            {"state.dir", folder_ + "/state"},
            {"http.listen", "127.0.0.1:0"}};
  }

  const std::string folder_, output_;
};

TEST_F(ProcessTest, WaitsForBrokersAndLeavesAtOnceWhenToldTo) {
  Process process = start({"run"}, alone());
  ASSERT_TRUE(await_output("waiting for brokers")) << output();
  process.send(SIGUSR1);
  ASSERT_TRUE(await_output("\"msg\":\"status\"")) << output();
  process.send(SIGTERM);
  const auto ended = process.await(kPatience);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->signal, 0);
  EXPECT_EQ(ended->code, 0);
  EXPECT_NE(output().find("stopped before the start"), std::string::npos) << output();
}

TEST_F(ProcessTest, ReadsItsConfigurationAgainOnAHangupAndKeepsTheOldOneIfTheNewOneIsBad) {
  const std::string file = folder_ + "/dateline.yaml";
  std::ofstream(file) << "log: {level: info}\n";
  Process process = start({"run", "-c", file}, alone());
  ASSERT_TRUE(await_output("waiting for brokers")) << output();
  std::ofstream(file, std::ios::trunc) << "log:\n  level: loud\n";
  process.send(SIGHUP);
  ASSERT_TRUE(await_output("a new configuration was refused")) << output();
  EXPECT_NE(output().find(file + ":2:10: log.level: 'loud' is none of"), std::string::npos)
      << output();
  std::ofstream(file, std::ios::trunc) << "log: {level: info}\ncommit: {interval: 1s}\n";
  process.send(SIGHUP);
  ASSERT_TRUE(await_output("\"keys\":\"commit.interval\"")) << output();
  EXPECT_NE(output().find("the configuration was read again"), std::string::npos) << output();
  process.send(SIGTERM);
  const auto ended = process.await(kPatience);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 0);
}

TEST_F(ProcessTest, OutlivesItsTerminal) {
  for (const auto before : {SIG_DFL, SIG_IGN}) {  // ignored: as nohup does
    std::filesystem::remove(output_);
    std::signal(SIGHUP, before);
    Process process = start({"run"}, alone());
    std::signal(SIGHUP, SIG_DFL);
    ASSERT_TRUE(await_output("waiting for brokers")) << output();
    process.send(SIGHUP);
    ASSERT_TRUE(await_output("the configuration was read again")) << output();
    process.send(SIGUSR1);
    EXPECT_TRUE(await_output("\"msg\":\"status\"")) << output();
    process.send(SIGTERM);
    const auto ended = process.await(kPatience);
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->code, 0);
  }
}

TEST_F(ProcessTest, ShowsTheMemoryBudgetAndRefusesOneThatDoesNotFit) {
  EXPECT_EQ(run({"validate", "--no-connect"}, alone()), 0) << output();
  EXPECT_NE(output().find("memory: "), std::string::npos) << output();
  auto greedy = alone();
  greedy["state.cache"] = "1024GiB";
  EXPECT_EQ(run({"validate", "--no-connect"}, greedy), 78) << output();
  EXPECT_NE(output().find("1048576 MiB state.cache, but this process may have "), std::string::npos)
      << output();
}

}  // namespace
}  // namespace e2e
