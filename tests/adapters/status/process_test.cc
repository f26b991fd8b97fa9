#include "adapters/status/process.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace adapters::status {
namespace {

TEST(Process, SeesItself) {
  const Process process = read_process();
  EXPECT_GT(process.resident_bytes, 1u << 20);
  EXPECT_GT(process.virtual_bytes, process.resident_bytes);
  EXPECT_GE(process.open_fds, 3u);
  EXPECT_GT(process.max_fds, 3u);
  EXPECT_GT(process.start_seconds, 1.5e9);
  EXPECT_GE(process.cpu_seconds, 0);
  EXPECT_GT(process.memory_limit_bytes, process.resident_bytes);
}

TEST(Process, SeesTheVolumeAndTheCpus) {
  const Disk disk = read_disk("/");
  EXPECT_GT(disk.size_bytes, 0u);
  EXPECT_LE(disk.free_bytes, disk.size_bytes);
  EXPECT_EQ(read_disk("/no/such/folder").size_bytes, 0u);
  EXPECT_GE(count_cpus(), 1);
}

class MemoryLimit : public testing::Test {
 protected:
  MemoryLimit() : folder_(testing::TempDir() + "cgroup") {
    std::filesystem::create_directories(folder_ + "/memory");
  }
  ~MemoryLimit() override { std::filesystem::remove_all(folder_); }
  void write(const std::string& file, const std::string& text) {
    std::ofstream(folder_ + "/" + file) << text;
  }
  const std::string folder_;
};

TEST_F(MemoryLimit, IsTheCgroupsOfEitherVersion) {
  const std::uint64_t machine = read_memory_limit(folder_);
  EXPECT_GT(machine, 64u << 20) << "without a cgroup: what the machine has";
  write("memory/memory.limit_in_bytes", "9223372036854771712\n");
  EXPECT_EQ(read_memory_limit(folder_), machine) << "no limit, as version 1 says it";
  write("memory/memory.limit_in_bytes", "33554432\n");
  EXPECT_EQ(read_memory_limit(folder_), 33'554'432u);
  write("memory.max", "16777216\n");
  EXPECT_EQ(read_memory_limit(folder_), 16'777'216u);
}

TEST_F(MemoryLimit, IsTheMachinesWhereTheCgroupSaysMax) {
  const std::uint64_t machine = read_memory_limit(folder_);
  write("memory.max", "max\n");
  EXPECT_EQ(read_memory_limit(folder_), machine);
}

}  // namespace
}  // namespace adapters::status
