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
  static bool await_path(int port, const std::string& path) {
    return await(kPatience, [&] { return http_ask(port, "GET", path).status == 200; });
  }
  std::map<std::string, std::string> alone() const {
    return {{"kafka.brokers", "127.0.0.1:" + std::to_string(find_free_port())},
            {"state.dir", folder_ + "/state"},
            {"http.listen", "127.0.0.1:0"},
            {"http.admin_listen", ""}};
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

// A kubelet asks long before a broker that is down comes back.
TEST_F(ProcessTest, TellsItsProbesThatItWaits) {
  auto settings = alone();
  const int port = find_free_port();
  settings["http.listen"] = "127.0.0.1:" + std::to_string(port);
  Process process = start({"run"}, settings);
  ASSERT_TRUE(await_path(port, "/livez")) << output();
  EXPECT_EQ(http_ask(port, "GET", "/startupz").status, 200);
  EXPECT_EQ(http_ask(port, "GET", "/livez").status, 200);
  const HttpAnswer ready = http_ask(port, "GET", "/readyz");
  EXPECT_EQ(ready.status, 503);
  EXPECT_EQ(ready.body, "[-] waits for brokers\nnot ok\n");
  EXPECT_EQ(http_ask(port, "GET", "/config").status, 404) << "that port only reads";
  EXPECT_EQ(http_ask(port, "POST", "/reload").status, 405);
}

TEST_F(ProcessTest, IsAdministeredOnAPortOfItsOwn) {
  auto settings = alone();
  const int port = find_free_port();
  settings["http.admin_listen"] = "127.0.0.1:" + std::to_string(port);
  const std::string file = folder_ + "/dateline.yaml";
  std::ofstream(file) << "kafka: {properties: {sasl.password: hush}}\n";
  Process process = start({"run", "-c", file}, settings);
  ASSERT_TRUE(await_path(port, "/loglevel")) << output();
  EXPECT_EQ(http_ask(port, "GET", "/loglevel").body, "* info\n");
  const HttpAnswer put = http_ask(port, "PUT", "/loglevel?room=stream&level=debug&for=10m");
  EXPECT_EQ(put.status, 200);
  EXPECT_TRUE(put.body.starts_with("* info\nstream debug until ")) << put.body;
  EXPECT_EQ(http_ask(port, "PUT", "/loglevel?level=loud").status, 400);
  EXPECT_EQ(http_ask(port, "PUT", "/loglevel?room=strem&level=debug").body,
            "'strem' is none of adapters, adapters.kafka, cli, stream, did you mean stream?\n");
  const std::string config = http_ask(port, "GET", "/config").body;
  EXPECT_NE(config.find(" 127.0.0.1:" + std::to_string(port) + " "), std::string::npos) << config;
  EXPECT_EQ(config.find("hush"), std::string::npos);
  std::ofstream(file, std::ios::trunc) << "log: {level: warning}\n";
  EXPECT_EQ(http_ask(port, "POST", "/reload").body,
            "the configuration was read again\nwaits for a restart: kafka.properties\n");
  EXPECT_TRUE(http_ask(port, "GET", "/loglevel").body.starts_with("* warning\nstream debug"));
  std::ofstream(file, std::ios::trunc) << "log: {level: loud}\n";
  const HttpAnswer refused = http_ask(port, "POST", "/reload");
  EXPECT_EQ(refused.status, 409);
  EXPECT_NE(refused.body.find(file + ":1:14: log.level"), std::string::npos) << refused.body;
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
