#include "adapters/rocks/stores.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace adapters::rocks {
namespace {

using stream::Partition;
using stream::RowView;
using stream::StoreMeta;

class RocksStoresTest : public testing::Test {
 protected:
  RocksStoresTest() {
    std::string pattern = testing::TempDir() + "rocks-XXXXXX";
    directory_ = mkdtemp(pattern.data());
  }
  ~RocksStoresTest() override { std::filesystem::remove_all(directory_); }

  static StoreMeta meta_at(std::int64_t position) {
    return {.format = 1,
            .cluster_id = "c",
            .topic = "t",
            .incarnation = "u",
            .incarnation_at = {0},
            .position = {position},
            .as_of = {7}};
  }

  // Row "k" = position as text, meta at position.
  static void write(stream::Store& store, std::int64_t position) {
    const std::string value = std::to_string(position);
    const RowView row{.key = "k", .value = value};
    ASSERT_TRUE(store.apply({&row, 1}, meta_at(position)));
  }

  std::string directory_;
  const Memory memory_{MemoryOptions{}};
};

TEST_F(RocksStoresTest, OpensANewStoreEmptyWithFormatZero) {
  RocksStores stores(memory_, directory_);
  auto store = stores.open(Partition{3});
  ASSERT_TRUE(store);
  EXPECT_EQ((*store)->meta(), StoreMeta{});
  EXPECT_EQ(*(*store)->get("k"), std::nullopt);
}

TEST_F(RocksStoresTest, KeepsRowsAndMetaOverAFlushAndReopen) {
  RocksStores stores(memory_, directory_);
  {
    auto store = stores.open(Partition{0});
    ASSERT_TRUE(store);
    write(**store, 5);
    ASSERT_TRUE((*store)->flush());
  }
  auto store = stores.open(Partition{0});
  ASSERT_TRUE(store);
  EXPECT_EQ((*store)->meta(), meta_at(5));
  EXPECT_EQ(*(*store)->get("k"), "5");
}

TEST_F(RocksStoresTest, DeletesARowWhoseValueIsAbsent) {
  RocksStores stores(memory_, directory_);
  auto store = stores.open(Partition{0});
  ASSERT_TRUE(store);
  write(**store, 1);
  const RowView gone{.key = "k", .value = std::nullopt};
  ASSERT_TRUE((*store)->apply({&gone, 1}, meta_at(2)));
  EXPECT_EQ(*(*store)->get("k"), std::nullopt);
  EXPECT_EQ((*store)->meta().position.value, 2);
}

// So many that a sort which is not stable would mix them.
TEST_F(RocksStoresTest, KeepsTheLastOfSeveralWritesOfOneRow) {
  RocksStores stores(memory_, directory_);
  auto store = stores.open(Partition{0});
  ASSERT_TRUE(store);
  std::vector<std::string> values;
  for (int i = 0; i < 100; ++i) values.push_back(std::to_string(i));
  std::vector<RowView> rows;
  for (const std::string& value : values) rows.push_back({.key = "k", .value = value});
  rows.push_back({.key = "a", .value = "before it"});
  ASSERT_TRUE((*store)->apply(rows, meta_at(1)));
  EXPECT_EQ(*(*store)->get("k"), "99");
  EXPECT_EQ(*(*store)->get("a"), "before it");
}

TEST_F(RocksStoresTest, TellsALockHeldByAnotherFromDamage) {
  RocksStores stores(memory_, directory_);
  auto held = stores.open(Partition{0});
  ASSERT_TRUE(held);
  auto again = stores.open(Partition{0});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.fault().code, "store_locked");
  EXPECT_EQ(again.fault().recovery, base::Recovery::Stop);
}

TEST_F(RocksStoresTest, CallsADamagedManifestCorruptAndOpensEmptyAfterAWipe) {
  RocksStores stores(memory_, directory_);
  {
    auto store = stores.open(Partition{0});
    ASSERT_TRUE(store);
    write(**store, 1);
    ASSERT_TRUE((*store)->flush());
  }
  for (const auto& entry : std::filesystem::directory_iterator(directory_ + "/0")) {
    if (entry.path().filename().string().rfind("MANIFEST", 0) != 0) continue;
    std::ofstream(entry.path(), std::ios::trunc | std::ios::binary) << "not a manifest at all";
  }
  auto damaged = stores.open(Partition{0});
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.fault().code, "store_corrupt");
  EXPECT_EQ(damaged.fault().recovery, base::Recovery::Rebuild);
  ASSERT_TRUE(stores.wipe(Partition{0}));
  auto fresh = stores.open(Partition{0});
  ASSERT_TRUE(fresh);
  EXPECT_EQ((*fresh)->meta().format, 0u);
}

TEST_F(RocksStoresTest, ReadsAllRowsOfAClosedStoreWithoutTheMetaRow) {
  RocksStores stores(memory_, directory_);
  {
    auto store = stores.open(Partition{0});
    ASSERT_TRUE(store);
    write(**store, 9);
  }
  std::vector<std::string> keys;
  const auto meta = read_all(
      directory_ + "/0", [&](std::string_view key, std::string_view) { keys.emplace_back(key); });
  ASSERT_TRUE(meta);
  EXPECT_EQ(meta->position.value, 9);
  EXPECT_EQ(keys, std::vector<std::string>{"k"});
}

TEST_F(RocksStoresTest, TellsItsSizesWhileStoresAreOpen) {
  RocksStores stores(memory_, directory_);
  EXPECT_EQ(stores.sizes(), Sizes{});
  auto store = stores.open(Partition{0});
  ASSERT_TRUE(store);
  const std::string value(1'000, 'v');
  for (int i = 0; i < 64; ++i) {
    const std::string key = "k" + std::to_string(i);
    const RowView row{.key = key, .value = value};
    ASSERT_TRUE((*store)->apply({&row, 1}, meta_at(i)));
  }
  const Sizes in_memory = stores.sizes();
  EXPECT_GE(in_memory.keys, 64u);
  EXPECT_GE(in_memory.memtable_bytes, 64'000u);
  EXPECT_EQ(in_memory.sst_bytes, 0u);
  ASSERT_TRUE((*store)->flush());
  const Sizes on_disk = stores.sizes();
  EXPECT_EQ(on_disk.keys, 65u) << "the meta row is one";
  EXPECT_GT(on_disk.sst_bytes, 0u);
  EXPECT_LT(on_disk.memtable_bytes, in_memory.memtable_bytes);
  store->reset();
  EXPECT_EQ(stores.sizes(), Sizes{});
}

// What is written and not yet on disk counts against state.cache, and no more of it is kept than
// half of that, however many stores have some: also those that are not written to any more.
TEST_F(RocksStoresTest, BoundsTheWriteBuffersOfAllStoresTogether) {
  constexpr std::size_t kCache = 32u << 20;
  const Memory memory({.cache_bytes = kCache, .write_buffer_bytes = 16u << 20});
  RocksStores stores(memory, directory_);
  std::vector<std::unique_ptr<stream::Store>> open;
  const std::string value(100'000, 'v');
  std::uint64_t most = 0;
  for (int id = 0; id < 12; ++id) {
    auto store = stores.open(Partition{id});
    ASSERT_TRUE(store);
    open.push_back(std::move(*store));
    for (int i = 0; i < 64; ++i) {
      const std::string key = "k" + std::to_string(i);
      const RowView row{.key = key, .value = value};
      ASSERT_TRUE(open.back()->apply({&row, 1}, meta_at(i)));
      most = std::max(most, memory.figures().cache_used_bytes);
    }
  }
  EXPECT_LT(most, kCache) << "12 x 6.4 MB were written";
  EXPECT_GT(most, 6'400'000u) << "charged";
}

// The promise under which a restore may go on from the stored position. The writer is a program of
// its own: after a bare fork() RocksDB's background threads are missing in the child.
TEST_F(RocksStoresTest, LetsRowsAndPositionFallBackTogetherWhenKilled) {
  for (const int flushed_at : {1, 40, 99}) {
    int ready[2];
    ASSERT_EQ(pipe(ready), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      dup2(ready[1], STDOUT_FILENO);
      execl(DATELINE_ROCKS_WRITER, DATELINE_ROCKS_WRITER, directory_.c_str(),
            std::to_string(flushed_at).c_str(), nullptr);
      _exit(127);
    }
    close(ready[1]);
    char byte = 0;
    EXPECT_EQ(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    EXPECT_EQ(byte, 'x');
    ASSERT_EQ(kill(child, SIGKILL), 0);
    ASSERT_EQ(waitpid(child, nullptr, 0), child);
    RocksStores stores(memory_, directory_);
    auto store = stores.open(Partition{flushed_at});
    ASSERT_TRUE(store);
    EXPECT_EQ((*store)->meta().position.value, flushed_at);
    EXPECT_EQ(*(*store)->get("k"), std::to_string(flushed_at));
  }
}

}  // namespace
}  // namespace adapters::rocks
