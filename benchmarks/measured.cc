#include "benchmarks/measured.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cinttypes>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace benchmarks {
namespace {

constexpr double kKibPerMib = 1024;

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// utime and stime are the 14th and 15th field; the second, a name in brackets, may hold spaces.
double cpu_of(const std::string& stat) {
  std::istringstream fields(stat.substr(stat.rfind(')') + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  double user = 0, system = 0;
  if (!(fields >> user >> system)) throw std::runtime_error("no /proc/<pid>/stat");
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace

Usage usage_of(pid_t pid) {
  const std::string folder = "/proc/" + std::to_string(pid);
  std::ifstream stat(folder + "/stat"), status(folder + "/status");
  std::string line;
  std::getline(stat, line);
  Usage usage{.cpu_seconds = cpu_of(line), .peak_mib = 0};
  while (std::getline(status, line)) {
    if (line.starts_with("VmHWM:")) usage.peak_mib = std::stod(line.substr(6)) / kKibPerMib;
  }
  return usage;
}

double thread_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

Usage own_usage() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return {.cpu_seconds = seconds_of(used.ru_utime) + seconds_of(used.ru_stime),
          .peak_mib = static_cast<double>(used.ru_maxrss) / kKibPerMib};
}

std::string head_line() {
  char line[160];
  std::snprintf(line, sizeof line, "%-28s %9s %8s %9s %12s %9s", "", "records", "records/s", "MB/s",
                "CPU s/million", "peak MiB");
  return line;
}

std::string to_line(const std::string& name, const Run& run) {
  char line[160];
  std::snprintf(line, sizeof line, "%-28s %9" PRIu64 " %8.0f %9.1f %12.1f %9.0f", name.c_str(),
                run.records, run.records_a_second(),
                static_cast<double>(run.bytes) / 1e6 / run.seconds, run.micros_a_record(),
                run.usage.peak_mib);
  return line;
}

std::string to_message(const Run& run) {
  std::ostringstream line;
  line << "run " << run.records << ' ' << run.bytes << ' ' << run.seconds << ' '
       << run.usage.cpu_seconds << ' ' << run.usage.peak_mib;
  return line.str();
}

Run read_message(const std::string& line) {
  std::istringstream fields(line);
  std::string word;
  Run run;
  fields >> word >> run.records >> run.bytes >> run.seconds >> run.usage.cpu_seconds >>
      run.usage.peak_mib;
  if (!fields || word != "run") throw std::runtime_error("no figures: " + line);
  return run;
}

}  // namespace benchmarks
