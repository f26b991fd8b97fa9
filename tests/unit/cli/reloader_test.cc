// A configuration that is read again: taken over whole, or not at all.
#include "cli/reloader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/process_log.h"
#include "fakes/fake_clock.h"

namespace cli {
namespace {

using adapters::log::Level;

// A folder in which one file is the configuration, and a reloader of it.
class ReloaderTest : public testing::Test {
 protected:
  ReloaderTest()
      : folder_(testing::TempDir() + "reloader-" + std::to_string(::getpid())),
        file_(folder_ + "/dateline.yaml") {
    std::filesystem::create_directories(folder_);
    globals_.configs = {file_};
    log_file_ = ::fopen((folder_ + "/log").c_str(), "w");
    adapters::log::LogOptions options;
    options.descriptor = ::fileno(log_file_);
    log_ = std::make_unique<adapters::log::Log>(options, clock_);
  }
  ~ReloaderTest() override {
    log_.reset();
    ::fclose(log_file_);
    std::filesystem::remove_all(folder_);
  }

  void write(const std::string& yaml) const { std::ofstream(file_, std::ios::trunc) << yaml; }
  void start(const std::string& yaml) {
    write(yaml);
    const cli::Setup setup = read_all(globals_, environment_);
    ASSERT_TRUE(setup.problems.empty()) << adapters::config::to_string(setup.problems.front());
    log_->set_levels(levels_of(adapters::config::live_of(setup.settings())));
    reloader_ = std::make_unique<Reloader>(globals_, environment_, setup, *log_, clock_,
                                           [this](const adapters::config::Live& live) {
                                             log_->set_levels(levels_of(live));
                                             ++applied_;
                                           });
  }
  // The value in the row of a key.
  std::string shown(const std::string& key) const {
    std::istringstream rows(reloader_->show());
    for (std::string row; std::getline(rows, row);) {
      std::istringstream words(row);
      std::string first, value;
      if (words >> first >> value && first == key) return value;
    }
    return "not shown";
  }
  std::string close_log() {
    log_->close();
    return *read_file(folder_ + "/log");
  }

  const std::string folder_, file_;
  Globals globals_;
  adapters::config::Environment environment_;
  fakes::FakeClock clock_;
  FILE* log_file_ = nullptr;
  std::unique_ptr<adapters::log::Log> log_;
  std::unique_ptr<Reloader> reloader_;
  int applied_ = 0;
};

TEST_F(ReloaderTest, TakesOverWhatIsLive) {
  start("log: {level: info}\n");
  EXPECT_EQ(log_->levels().level, Level::Info);
  clock_.advance(base::Millis{5000});
  write("log: {level: warning, levels: {stream: debug}}\n");
  ASSERT_TRUE(reloader_->reload());
  EXPECT_EQ(log_->levels().level, Level::Warning);
  EXPECT_EQ(log_->levels().by_component.at("stream"), Level::Debug);
  EXPECT_EQ(reloader_->live().log_level, "warning");
  EXPECT_TRUE(reloader_->figures().last_successful);
  EXPECT_EQ(reloader_->figures().last_success, clock_.now());
  EXPECT_TRUE(reloader_->figures().restart_required.empty());
}

TEST_F(ReloaderTest, KeepsTheOldOneWhenTheNewOneIsBadAndTellsWhere) {
  start("log: {level: info}\n");
  const auto before = reloader_->figures().last_success;
  write("log: {level: debug}\ncommitt: {}\nkafka: {properties: {linger.mss: 5}}\n");
  const auto reloaded = reloader_->reload();
  ASSERT_FALSE(reloaded);
  EXPECT_EQ(reloaded.fault().code, "bad_configuration");
  EXPECT_NE(reloaded.fault().detail.find(file_ + ":2:1: committ: unknown key"), std::string::npos)
      << reloaded.fault().detail;
  EXPECT_EQ(log_->levels().level, Level::Info);
  EXPECT_EQ(applied_, 0);
  EXPECT_FALSE(reloader_->figures().last_successful);
  EXPECT_EQ(reloader_->figures().last_success, before);
  write("log: {level: debug}\n");
  ASSERT_TRUE(reloader_->reload());
  EXPECT_TRUE(reloader_->figures().last_successful);
  EXPECT_EQ(log_->levels().level, Level::Debug);
  const std::string log = close_log();
  EXPECT_NE(log.find("a new configuration was refused, the old one stays"), std::string::npos);
  EXPECT_NE(log.find(file_ + ":2:1: committ"), std::string::npos) << log;
}

TEST_F(ReloaderTest, WhatLibrdkafkaRefusesIsABadConfigurationAtItsPlace) {
  start("log: {level: info}\n");
  write("log: {level: debug}\nkafka:\n  properties:\n    linger.mss: 5\n");
  const auto reloaded = reloader_->reload();
  ASSERT_FALSE(reloaded);
  EXPECT_TRUE(reloaded.fault().detail.starts_with(file_ + ":4:5: kafka.properties.linger.mss: "))
      << reloaded.fault().detail;
  EXPECT_EQ(applied_, 0);
}

TEST_F(ReloaderTest, NamesWhatCountsOnlyAfterARestartUntilItIsAsItWas) {
  start("app: one\n");
  write("app: two\ncommit: {interval: 1s}\nlog: {level: debug}\n");
  ASSERT_TRUE(reloader_->reload());
  EXPECT_EQ(reloader_->figures().restart_required,
            (std::vector<std::string>{"app", "commit.interval"}));
  EXPECT_EQ(log_->levels().level, Level::Debug);
  write("app: one\n");
  ASSERT_TRUE(reloader_->reload());
  EXPECT_TRUE(reloader_->figures().restart_required.empty());
  const std::string log = close_log();
  EXPECT_NE(log.find("\"keys\":\"app commit.interval\""), std::string::npos) << log;
}

TEST_F(ReloaderTest, PublishersAreNeverLive) {
  const std::string publishers = folder_ + "/publishers.yaml";
  std::ofstream(publishers) << "publishers:\n  - site: one.example\n";
  start("publishers: " + publishers + "\n");
  std::ofstream(publishers) << "publishers:\n  - site: two.example\n";
  ASSERT_TRUE(reloader_->reload());
  EXPECT_EQ(reloader_->figures().restart_required, std::vector<std::string>{"publishers"});
  std::ofstream(publishers) << "publishers: 3\n";
  const auto bad = reloader_->reload();
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.fault().detail.find(publishers + ":1:13"), std::string::npos) << bad.fault().detail;
}

TEST_F(ReloaderTest, FlagsStillWin) {
  globals_.sets = {"log.level=error"};
  start("log: {level: info}\n");
  write("log: {level: debug}\n");
  ASSERT_TRUE(reloader_->reload());
  EXPECT_EQ(log_->levels().level, Level::Error);
}

TEST_F(ReloaderTest, WatchesContentEveryTenSeconds) {
  start("config: {watch: true}\n");
  const auto look_after = [this](int milliseconds) {
    clock_.advance(base::Millis{milliseconds});
    reloader_->look();
    return applied_;
  };
  EXPECT_EQ(look_after(10'000), 0) << "nothing has changed";
  write("config: {watch: true}\nlog: {level: error}\n");
  EXPECT_EQ(look_after(9'000), 0) << "it is not time yet";
  EXPECT_EQ(look_after(1'001), 1);
  EXPECT_EQ(log_->levels().level, Level::Error);
  EXPECT_EQ(look_after(10'001), 1) << "taken over once";
  write("nonsense\n");
  (void)look_after(10'001);
  (void)look_after(10'001);
  EXPECT_EQ(applied_, 1);
  EXPECT_EQ(reloader_->figures().last_successful, false);
  const std::string log = close_log();
  std::size_t refused = 0;
  for (std::size_t at = 0; (at = log.find("was refused", at)) != std::string::npos; ++at) ++refused;
  EXPECT_EQ(refused, 1u) << "a bad file is told once:\n" << log;
}

TEST_F(ReloaderTest, WatchesThroughASymlinkThatMoves) {
  namespace fs = std::filesystem;
  fs::create_directories(folder_ + "/..one");
  fs::create_directories(folder_ + "/..two");
  std::ofstream(folder_ + "/..one/c.yaml") << "config: {watch: true}\n";
  std::ofstream(folder_ + "/..two/c.yaml") << "config: {watch: true}\nlog: {level: error}\n";
  fs::create_directory_symlink("..one", folder_ + "/..data");
  fs::create_symlink("..data/c.yaml", folder_ + "/c.yaml");
  globals_.configs = {folder_ + "/c.yaml"};
  const cli::Setup setup = read_all(globals_, environment_);
  ASSERT_TRUE(setup.problems.empty());
  Reloader reloader(globals_, environment_, setup, *log_, clock_,
                    [this](const adapters::config::Live&) { ++applied_; });
  fs::create_directory_symlink("..two", folder_ + "/..data_tmp");
  fs::rename(folder_ + "/..data_tmp", folder_ + "/..data");
  clock_.advance(base::Millis{10'001});
  reloader.look();
  EXPECT_EQ(applied_, 1);
  EXPECT_EQ(reloader.live().log_level, "error");
}

TEST_F(ReloaderTest, ShowsWhatRunsAndWhatWaitsForARestart) {
  start("app: one\nlog: {level: info}\n");
  EXPECT_EQ(shown("app"), "one");
  EXPECT_EQ(reloader_->show().find("restart: app"), std::string::npos);
  write("app: two\nlog: {level: error}\nkafka: {properties: {sasl.password: hush}}\n");
  ASSERT_TRUE(reloader_->reload());
  EXPECT_EQ(shown("app"), "one");
  EXPECT_EQ(shown("log.level"), "error");
  const std::string all = reloader_->show();
  EXPECT_NE(all.find("# changed, and waits for a restart: app\n"), std::string::npos) << all;
  EXPECT_EQ(all.find("hush"), std::string::npos);
}

TEST_F(ReloaderTest, WatchesNothingUnlessAskedTo) {
  start("log: {level: info}\n");
  write("log: {level: error}\n");
  clock_.advance(base::Millis{60'000});
  reloader_->look();
  EXPECT_EQ(applied_, 0);
}

}  // namespace
}  // namespace cli
