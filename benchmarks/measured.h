// benchmarks/measured.h
//
// What a process has cost, from /proc, and how figures are printed. One thread.
// Must not know: what the process does.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace benchmarks {

struct Usage {
  double cpu_seconds = 0;  // user and system, all threads since its start
  double peak_mib = 0;     // of resident memory
};

// Of a process that runs, or of this one.
Usage usage_of(pid_t pid);
Usage own_usage();
// CPU seconds of the calling thread.
double thread_cpu_seconds();

// One run over a whole topic.
struct Run {
  std::uint64_t records = 0, bytes = 0;
  double seconds = 0;
  Usage usage;

  double records_a_second() const { return static_cast<double>(records) / seconds; }
  double micros_a_record() const { return 1e6 * usage.cpu_seconds / static_cast<double>(records); }
};

// A table of runs: its head, then one line each.
std::string head_line();
std::string to_line(const std::string& name, const Run& run);

// One line that another process can read back.
std::string to_message(const Run& run);
Run read_message(const std::string& line);  // throws std::runtime_error

}  // namespace benchmarks
