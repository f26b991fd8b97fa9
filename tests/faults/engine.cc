#include "faults/engine.h"

#include <signal.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "adapters/rocks/stores.h"
#include "base/hash.h"

namespace faults {
namespace {

using tests::kafka::committed;
using tests::kafka::consume_all;
using tests::kafka::ends;
using tests::kafka::Isolation;
using tests::kafka::Received;

constexpr int kKeys = 300;

using Rows = std::map<std::string, std::string>;

std::map<int, Rows> fold(const std::string& changelog) {
  std::map<int, Rows> folds;
  for (const Received& record : consume_all(changelog)) {
    if (record.key->starts_with('\0')) continue;  // the engine's own
    if (record.value) {
      folds[record.partition][*record.key] = *record.value;
    } else {
      folds[record.partition].erase(*record.key);
    }
  }
  return folds;
}

}  // namespace

void EngineTest::SetUp() {
  BrokerTest::SetUp();
  if (IsSkipped() || HasFatalFailure()) return;
  name_ = tests::kafka::fresh_name("engine");
  folder_ = testing::TempDir() + name_;
  changelog_ = topic("changelog");
  std::filesystem::create_directories(folder_);
}

void EngineTest::TearDown() {
  if (HasFailure()) {
    for (const auto& [who, start] : log_starts_) {
      const std::string text = log(who);
      std::fprintf(stderr, "---- %s\n%s", who.c_str(),
                   text.substr(text.size() - std::min<std::size_t>(text.size(), 4000)).c_str());
    }
  }
  processes_.clear();
  if (!folder_.empty()) std::filesystem::remove_all(folder_);
}

void EngineTest::make_topics(
    const std::map<std::string, std::map<std::string, std::string>>& settings) {
  std::vector<tests::kafka::NewTopic> topics = {
      {"in", kPartitions, {}},
      {"out", 3, {}},
      {"dead", 1, {}},
      {"changelog", kPartitions, {{"cleanup.policy", "compact"}}}};
  for (tests::kafka::NewTopic& each : topics) {
    if (const auto more = settings.find(each.name); more != settings.end()) {
      for (const auto& [name, value] : more->second) each.settings[name] = value;
    }
    each.name = topic(each.name);
  }
  tests::kafka::create_topics(topics);
}

void EngineTest::start(const std::string& who, const Options& options) {
  Options all{{"bootstrap", tests::kafka::bootstrap()},
              {"name", name_},
              {"instance", who},
              {"state", state_of(who)},
              {"changelog", changelog_}};
  for (const auto& [name, value] : options) all[name] = value;
  std::filesystem::create_directories(all["state"]);
  std::vector<std::string> arguments{DATELINE_FAULT_WORKER};
  for (const auto& [name, value] : all) arguments.push_back(name + "=" + value);
  const std::string path = folder_ + "/" + who + ".log";
  log_starts_[who] = e2e::read_file(path).size();
  processes_[who].reset();
  processes_[who] = std::make_unique<e2e::Process>(arguments, std::map<std::string, std::string>{},
                                                   process::Streams{.out = path});
}

bool EngineTest::is_running(const std::string& who) {
  return !process(who).await(std::chrono::milliseconds(0));
}

bool EngineTest::is_frozen(const std::string& who) {
  std::ifstream file("/proc/" + std::to_string(process(who).pid()) + "/stat");
  std::string text;
  std::getline(file, text);
  const std::size_t name_end = text.rfind(')');
  return name_end != std::string::npos && name_end + 2 < text.size() && text[name_end + 2] == 'T';
}

void EngineTest::stop(const std::string& who) {
  process(who).send(SIGTERM);
  const auto ended = process(who).await(seconds(30));
  ASSERT_TRUE(ended) << who << " does not end";
  EXPECT_TRUE(ended->code == 0 && ended->signal == 0)
      << who << " left with " << ended->code << ", signal " << ended->signal << "\n"
      << log(who);
}

void EngineTest::expect_stop(const std::string& who, const std::string& code) {
  const auto ended = process(who).await(seconds(60));
  ASSERT_TRUE(ended) << who << " does not stop\n" << log(who);
  EXPECT_EQ(ended->code, 1) << "signal " << ended->signal << "\n" << log(who);
  expect_said(who, code);
}

std::string EngineTest::log(const std::string& who) const {
  const std::string all = e2e::read_file(folder_ + "/" + who + ".log");
  return all.substr(std::min(all.size(), log_starts_.at(who)));
}

bool EngineTest::has_said(const std::string& who, const std::string& text) const {
  return log(who).find(text) != std::string::npos;
}

bool EngineTest::has_said_after(const std::string& who, const std::string& first,
                                const std::string& text) const {
  const std::string all = log(who);
  const std::size_t from = all.find(first);
  return from != std::string::npos && all.find(text, from) != std::string::npos;
}

void EngineTest::expect_said(const std::string& who, const std::string& text) const {
  EXPECT_TRUE(has_said(who, text)) << who << " never said \"" << text << "\"\n" << log(who);
}

long EngineTest::memory_kib(const std::string& who, const std::string& field) {
  std::ifstream file("/proc/" + std::to_string(process(who).pid()) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(field + ":")) return std::atol(line.c_str() + field.size() + 1);
  }
  return 0;
}

void EngineTest::feed(int records) {
  std::vector<tests::kafka::Sent> batch;
  for (int i = 0; i < records; ++i) {
    const std::string key = "k" + std::to_string(base::murmur2(std::to_string(fed_++)) % kKeys);
    expect(key, Expected::Counted);
    batch.push_back({key, "v", base::partition_for_key(key, kPartitions), {}});
  }
  tests::kafka::produce(topic("in"), batch);
}

void EngineTest::feed_one(const std::string& key, const std::string& value, Expected expected) {
  expect(key, expected);
  tests::kafka::produce(topic("in"), {{key, value, base::partition_for_key(key, kPartitions), {}}});
}

void EngineTest::expect(const std::string& key, Expected expected) {
  if (expected == Expected::Counted) {
    values_[key].push_back(key + "#" + std::to_string(++counts_[key]));
  } else if (expected == Expected::Dropped) {
    values_[key].push_back(std::nullopt);
    counts_.erase(key);
  } else {
    ++dead_;
  }
}

bool EngineTest::is_drained() const {
  return committed(name_, topic("in")) == ends(topic("in"), Isolation::ReadUncommitted);
}

void EngineTest::await_drained(seconds time) {
  ASSERT_TRUE(await(time, [&] { return is_drained(); })) << "not everything was read";
}

void EngineTest::delete_state(const std::string& who) {
  std::filesystem::remove_all(state_of(who));
}

void EngineTest::check_positions(const std::string& who) const {
  for (int p = 0; p < kPartitions; ++p) {
    const std::string path = state_of(who) + "/" + std::to_string(p);
    if (!std::filesystem::exists(path + "/CURRENT")) continue;
    const auto meta = adapters::rocks::read_all(path, [](std::string_view, std::string_view) {});
    ASSERT_TRUE(meta) << meta.fault().detail;
    // A marker may be on its way; a transaction that nobody commits stays open for longer.
    EXPECT_TRUE(await(
        seconds(3),
        [&] { return meta->position.value <= ends(changelog_, Isolation::ReadCommitted).at(p); }))
        << who << ", partition " << p << ": " << meta->position.value;
  }
}

void EngineTest::check_all(const std::vector<std::string>& instances) {
  check_outputs();
  check_dead();
  EXPECT_TRUE(is_drained());
  check_nothing_hangs();
  check_stores(instances);
  delete_state("restored");
  start("restored");
  ASSERT_TRUE(await(seconds(30),
                    [&] { return has_said("restored", "live 4") || !is_running("restored"); }));
  stop("restored");
  check_stores({"restored"});
}

void EngineTest::check_outputs() const {
  std::map<std::string, Values> seen;
  for (const Received& record : consume_all(topic("out"))) {
    seen[*record.key].push_back(record.value);
  }
  EXPECT_EQ(seen.size(), values_.size());
  for (const auto& [key, values] : values_) EXPECT_EQ(seen[key], values) << key;
}

void EngineTest::check_dead() const { EXPECT_EQ(consume_all(topic("dead")).size(), dead_); }

// Every store that is whole equals the changelog's fold; each partition has one such store.
void EngineTest::check_stores(const std::vector<std::string>& instances) const {
  std::map<int, Rows> folds = fold(changelog_);
  const auto log_ends = ends(changelog_, Isolation::ReadUncommitted);
  std::set<int> whole;
  for (const std::string& instance : instances) {
    for (int p = 0; p < kPartitions; ++p) {
      const std::string path = state_of(instance) + "/" + std::to_string(p);
      if (!std::filesystem::exists(path)) continue;
      Rows rows;
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

void EngineTest::check_nothing_hangs() const {
  for (const std::string& each : {topic("in"), topic("out"), topic("dead"), changelog_}) {
    EXPECT_EQ(ends(each, Isolation::ReadCommitted), ends(each, Isolation::ReadUncommitted)) << each;
  }
}

}  // namespace faults
