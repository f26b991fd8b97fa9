#include "adapters/status/process.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace adapters::status {
namespace {

std::string read_file(const char* path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::uint64_t count_fds() {
  std::error_code error;
  std::uint64_t count = 0;
  for (std::filesystem::directory_iterator it("/proc/self/fd", error), end; !error && it != end;
       it.increment(error)) {
    ++count;
  }
  return count;
}

double boot_seconds() {
  std::istringstream stat(read_file("/proc/stat"));
  std::string word;
  double seconds = 0;
  while (stat >> word) {
    if (word == "btime" && stat >> seconds) return seconds;
  }
  return 0;
}

double read_quota() {
  std::istringstream v2(read_file("/sys/fs/cgroup/cpu.max"));
  std::string quota;
  double period = 0, micros = 0;
  if (v2 >> quota >> period && quota != "max" && period > 0) {
    std::istringstream(quota) >> micros;
    return micros / period;
  }
  std::istringstream(read_file("/sys/fs/cgroup/cpu/cpu.cfs_quota_us")) >> micros;
  std::istringstream(read_file("/sys/fs/cgroup/cpu/cpu.cfs_period_us")) >> period;
  return micros > 0 && period > 0 ? micros / period : 0;
}

}  // namespace

Process read_process() {
  Process process;
  const std::string stat = read_file("/proc/self/stat");
  // The second field, the name, may hold spaces and brackets: count from its end.
  const std::size_t name_end = stat.rfind(')');
  if (name_end != std::string::npos) {
    std::istringstream fields(stat.substr(name_end + 1));
    std::string skipped;
    for (int field = 3; field < 14; ++field) fields >> skipped;
    double user = 0, system = 0, started = 0, virtual_bytes = 0, resident_pages = 0;
    fields >> user >> system;
    for (int field = 16; field < 22; ++field) fields >> skipped;
    fields >> started >> virtual_bytes >> resident_pages;
    const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    process.cpu_seconds = (user + system) / ticks;
    process.start_seconds = boot_seconds() + started / ticks;
    process.virtual_bytes = static_cast<std::uint64_t>(virtual_bytes);
    process.resident_bytes = static_cast<std::uint64_t>(resident_pages) *
                             static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  }
  process.open_fds = count_fds();
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) process.max_fds = limit.rlim_cur;
  process.memory_limit_bytes = read_memory_limit();
  return process;
}

Disk read_disk(const std::string& folder) {
  struct statvfs volume {};
  if (::statvfs(folder.c_str(), &volume) != 0) return {};
  return {static_cast<std::uint64_t>(volume.f_bavail) * volume.f_frsize,
          static_cast<std::uint64_t>(volume.f_blocks) * volume.f_frsize};
}

std::uint64_t read_memory_limit(const std::string& folder) {
  const std::uint64_t machine = static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) *
                                static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  for (const char* file : {"/memory.max", "/memory/memory.limit_in_bytes"}) {
    std::uint64_t bytes = 0;
    // "max" is no number: no limit but the machine's.
    if (std::istringstream(read_file((folder + file).c_str())) >> bytes) {
      return std::min(bytes, machine);
    }
  }
  return machine;
}

int count_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  int cpus = ::sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
  const double quota = read_quota();
  if (quota > 0) cpus = std::min(cpus, static_cast<int>(std::ceil(quota)));
  return std::max(cpus, 1);
}

}  // namespace adapters::status
