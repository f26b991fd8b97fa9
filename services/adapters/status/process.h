// adapters/status/process.h
//
// What the kernel knows of this process and of the volume under a folder. What cannot be read is 0.
// Any thread.
#pragma once

#include <cstdint>
#include <string>

#include "adapters/status/view.h"

namespace adapters::status {

Process read_process();

struct Disk {
  std::uint64_t free_bytes = 0, size_bytes = 0;
};

Disk read_disk(const std::string& folder);

// Bytes that the cgroup (v2 or v1) mounted at `folder` leaves to this process, at most what the
// machine has.
std::uint64_t read_memory_limit(const std::string& folder = "/sys/fs/cgroup");

// CPUs that the cgroup (v2 or v1) and the affinity mask leave to this process, rounded up; >= 1.
int count_cpus();

}  // namespace adapters::status
