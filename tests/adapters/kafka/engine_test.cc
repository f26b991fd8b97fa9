// The engine on the real adapters and a real broker, while its processes are killed.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <thread>

#include "adapters/rocks/stores.h"
#include "base/hash.h"
#include "tests/adapters/kafka/support.h"

namespace tests::kafka {
namespace {

using std::chrono::seconds;

struct Crash {
  std::string point;
  int count = 1;
  bool wipe = false;  // the state is deleted before the start
};

class EngineOnBroker : public BrokerTest {
 protected:
  static constexpr int kPartitions = 4;
  static constexpr int kKeys = 300;

  void SetUp() override {
    BrokerTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    name_ = fresh_name("engine");
    folder_ = testing::TempDir() + name_;
    create_topics({{name_ + "-in", kPartitions, {}},
                   {name_ + "-out", 3, {}},
                   {name_ + "-dead", 1, {}},
                   {name_ + "-changelog", kPartitions, {{"cleanup.policy", "compact"}}}});
  }
  void TearDown() override {
    for (const auto& [instance, pid] : running_) {
      ::kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
    }
    std::filesystem::remove_all(folder_);
  }

  std::string state_of(const std::string& instance) const { return folder_ + "/" + instance; }

  void start(const std::string& instance, const Crash& crash = {}) {
    if (crash.wipe) std::filesystem::remove_all(state_of(instance));
    std::filesystem::create_directories(state_of(instance));
    const pid_t pid = fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) {
      const std::string state = state_of(instance), count = std::to_string(crash.count);
      if (crash.point.empty()) {
        execl(DATELINE_ENGINE_WORKER, DATELINE_ENGINE_WORKER, bootstrap().c_str(), name_.c_str(),
              instance.c_str(), state.c_str(), nullptr);
      } else {
        execl(DATELINE_ENGINE_WORKER, DATELINE_ENGINE_WORKER, bootstrap().c_str(), name_.c_str(),
              instance.c_str(), state.c_str(), crash.point.c_str(), count.c_str(), nullptr);
      }
      _exit(127);
    }
    running_[instance] = pid;
  }

  // The wait status, once it has ended; nothing while it runs.
  std::optional<int> ended(const std::string& instance) {
    int status = 0;
    if (waitpid(running_.at(instance), &status, WNOHANG) == 0) return std::nullopt;
    running_.erase(instance);
    return status;
  }

  void stop(const std::string& instance) {
    ::kill(running_.at(instance), SIGTERM);
    std::optional<int> status;
    await(seconds(30), [&] { return (status = ended(instance)).has_value(); });
    ASSERT_TRUE(status) << instance << " does not end";
    EXPECT_TRUE(WIFEXITED(*status) && WEXITSTATUS(*status) == 0) << instance << ": " << *status;
  }

  static bool await(seconds time, const std::function<bool()>& condition) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > until) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));  // between two looks
    }
    return true;
  }

  void feed(int records) {
    std::vector<Sent> batch;
    for (int i = 0; i < records; ++i) {
      const std::string key = "k" + std::to_string(base::murmur2(std::to_string(fed_++)) % kKeys);
      ++counts_[key];
      batch.push_back({key, "v", base::partition_for_key(key, kPartitions), {}});
    }
    produce(name_ + "-in", batch);
  }

  bool is_drained() {
    return committed(name_, name_ + "-in") == ends(name_ + "-in", Isolation::ReadUncommitted);
  }

  void check_outputs() {
    std::map<std::string, int> seen;
    for (const Received& record : consume_all(name_ + "-out")) {
      const std::string& key = *record.key;
      EXPECT_EQ(*record.value, key + "#" + std::to_string(++seen[key]));
    }
    EXPECT_EQ(seen, counts_);
  }

  // Every store of every instance that is whole equals the changelog's fold.
  void check_stores(const std::vector<std::string>& instances) {
    std::map<int, std::map<std::string, std::string>> folds;
    for (const Received& record : consume_all(name_ + "-changelog")) {
      if (record.key->starts_with('\0')) continue;
      if (record.value) folds[record.partition][*record.key] = *record.value;
      if (!record.value) folds[record.partition].erase(*record.key);
    }
    const auto log_ends = ends(name_ + "-changelog", Isolation::ReadUncommitted);
    std::set<int> whole;
    for (const std::string& instance : instances) {
      for (int p = 0; p < kPartitions; ++p) {
        const std::string path = state_of(instance) + "/" + std::to_string(p);
        if (!std::filesystem::exists(path)) continue;
        std::map<std::string, std::string> rows;
        const auto meta = adapters::rocks::read_all(
            path, [&](std::string_view key, std::string_view value) { rows.emplace(key, value); });
        ASSERT_TRUE(meta) << meta.fault().detail;
        EXPECT_LE(meta->position.value, log_ends.at(p));
        if (meta->position.value < log_ends.at(p) - 1) continue;  // an older owner's
        EXPECT_EQ(rows, folds[p]) << instance << " partition " << p;
        whole.insert(p);
      }
    }
    EXPECT_EQ(whole.size(), static_cast<std::size_t>(kPartitions));
  }

  void check_nothing_hangs() {
    for (const char* topic : {"-in", "-out", "-dead", "-changelog"}) {
      EXPECT_EQ(ends(name_ + topic, Isolation::ReadCommitted),
                ends(name_ + topic, Isolation::ReadUncommitted))
          << topic;
    }
  }

  std::string name_, folder_;
  std::map<std::string, pid_t> running_;
  std::map<std::string, int> counts_;
  int fed_ = 0;
};

TEST_F(EngineOnBroker, CountsEachRecordOnceWhileOneOfTwoWorkersIsKilledAtEveryPoint) {
  feed(4000);
  start("b");
  const std::vector<Crash> crashes = {
      {"handled", 300, false}, {"begun", 2, false},        {"half-sent", 2, true},
      {"sent", 2, false},      {"offsets", 2, true},       {"end-sent", 2, false},
      {"committed", 2, true},  {"half-applied", 2, false}, {"applied", 2, true},
      {"flushing", 1, false},  {"slice", 1, true},         {"restored", 1, true},
      {"asked", 1, false},     {"placed", 1, true}};
  for (const Crash& crash : crashes) {
    SCOPED_TRACE(crash.point);
    start("a", crash);
    std::optional<int> status;
    EXPECT_TRUE(await(seconds(60), [&] {
      feed(400);
      return (status = ended("a")).has_value();
    }));
    ASSERT_TRUE(status) << "never reached";
    EXPECT_TRUE(WIFSIGNALED(*status) && WTERMSIG(*status) == SIGKILL) << *status;
    ASSERT_FALSE(ended("b"));
  }
  start("a");
  feed(1000);
  ASSERT_TRUE(await(seconds(90), [&] { return is_drained(); }));
  stop("a");
  stop("b");
  check_outputs();
  check_stores({"a", "b"});
  check_nothing_hangs();
}

}  // namespace
}  // namespace tests::kafka
