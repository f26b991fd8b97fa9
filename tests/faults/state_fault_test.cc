// Stores that cannot be used, or that lie too far behind, and disks that are full.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "adapters/rocks/stores.h"
#include "faults/engine.h"

namespace faults {
namespace {

using tests::kafka::consume_all;
using tests::kafka::delete_records;
using tests::kafka::ends;
using tests::kafka::Isolation;
using tests::kafka::Received;
using tests::kafka::Sent;

class StateFault : public EngineTest {
 protected:
  // A life that leaves stores and a changelog behind.
  void live_before(int records = 1000) {
    start("a");
    ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 4"); }));
    feed(records);
    await_drained();
    stop("a");
  }
  void live_again(const Options& options = {}) {
    feed(300);
    start("a", options);
    await_drained();
    stop("a");
    check_all({"a"});
  }
  // The rows of the changelog as they stand, the engine's own record first.
  std::vector<Sent> rows() const {
    std::vector<Sent> all;
    for (const Received& record : consume_all(changelog_)) {
      all.push_back({record.key, record.value, record.partition, {}});
    }
    return all;
  }
};

TEST_F(StateFault, ADamagedTableIsNoticedWipedAndRestored) {
  make_topics();
  live_before();
  int damaged = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(state_of("a"))) {
    if (entry.path().extension() != ".sst") continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(0);
    file << std::string(std::min<std::size_t>(entry.file_size() / 2, 4096), '!');
    ++damaged;
  }
  ASSERT_GT(damaged, 0);
  live_again();
  expect_said("a", "reason=corrupt");
  expect_said("a", "count rebuilds.store=");
}

TEST_F(StateFault, ALockHeldByAnotherProcessStopsTheWorker) {
  make_topics();
  live_before();
  {
    const adapters::rocks::Memory memory{{}};
    adapters::rocks::RocksStores stores(memory, state_of("a"));
    const auto held = stores.open({2});
    ASSERT_TRUE(held);
    start("a");
    expect_stop("a", "store_locked");
  }
  live_again();
  EXPECT_FALSE(has_said("a", "store wiped"));
}

TEST_F(StateFault, AFullDiskStopsTheWorkerAndMoreRoomIsAllItNeeds) {
  make_topics();
  const std::string disk = state_of("a");
  std::filesystem::create_directories(disk);
  if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=4m") != 0) {
    GTEST_SKIP() << "SKIPPED: a disk of limited size cannot be mounted here: "
                 << std::strerror(errno);
  }
  start("a", {{"flush_after", "65536"}});
  ASSERT_TRUE(await(seconds(30), [&] { return has_said("a", "live 4") || !is_running("a"); }));
  for (int i = 0; is_running("a") && i < 400; ++i) {
    feed_one("noisy" + std::to_string(i), "noise:50000", Expected::Counted);
  }
  expect_stop("a", "store_io");
  expect_said("a", "No space left");
  ASSERT_EQ(mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT, "size=200m"), 0);
  feed(300);
  start("a");
  await_drained();
  stop("a");
  check_all({"a"});
  EXPECT_EQ(umount2(disk.c_str(), MNT_DETACH), 0);
}

// A tombstone may have come and gone unseen.
TEST_F(StateFault, AStoreThatIsTooOldIsRestoredFromTheStart) {
  make_topics();
  feed_one("mortal", "v", Expected::Counted);
  live_before();
  start("b");
  feed_one("mortal", "drop", Expected::Dropped);
  await_drained();
  stop("b");
  live_again({{"clock_ahead_ms", std::to_string(5 * 24 * 3'600'000)}});
  expect_said("a", "reason=aged");
  expect_said("a", "count restores_full=4");
}

TEST_F(StateFault, AChangelogThatStartsBehindTheStoreMeansARestoreFromItsStart) {
  // A broker lets nobody cut a log that is compacted only.
  make_topics({{"changelog", {{"cleanup.policy", "compact,delete"}, {"retention.ms", "-1"}}}});
  live_before();
  start("b");
  feed(500);
  await_drained();
  stop("b");
  // Everything once more at the end, and the rest cut off.
  const auto before = ends(changelog_, Isolation::ReadUncommitted);
  tests::kafka::produce(changelog_, rows());
  for (const auto& [partition, end] : before) delete_records(changelog_, partition, end);
  live_again();
  expect_said("a", "reason=log_start");
}

TEST_F(StateFault, AStoreOfAnotherTopicIsWiped) {
  make_topics();
  live_before();
  const std::vector<Sent> copy = rows();
  changelog_ = topic("changelog-again");
  tests::kafka::create_topics({{changelog_, kPartitions, {{"cleanup.policy", "compact"}}}});
  tests::kafka::produce(changelog_, copy);
  live_again();
  expect_said("a", "reason=topic");
}

}  // namespace
}  // namespace faults
