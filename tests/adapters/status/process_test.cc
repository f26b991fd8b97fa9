#include "adapters/status/process.h"

#include <gtest/gtest.h>

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
}

TEST(Process, SeesTheVolumeAndTheCpus) {
  const Disk disk = read_disk("/");
  EXPECT_GT(disk.size_bytes, 0u);
  EXPECT_LE(disk.free_bytes, disk.size_bytes);
  EXPECT_EQ(read_disk("/no/such/folder").size_bytes, 0u);
  EXPECT_GE(count_cpus(), 1);
}

}  // namespace
}  // namespace adapters::status
