// benchmarks/workload.h
//
// The canonical workload as raw events of invented sites: what the plot says, written down as
// crawlers write it. From one seed the same bytes everywhere. One thread.
// Must not know: Kafka, how stories are cleaned.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/page.h"
#include "benchmarks/plot.h"

namespace benchmarks {

struct WorkloadEvent {
  EventKind kind = EventKind::New;
  EditKind edit = EditKind::Silent;  // Revised
  std::string key{};                 // of the raw record: its address
  std::string value{};               // JSON
};

// A raw event with its page as `field`: "text" or "html".
std::string make_event(std::string_view url, std::int64_t fetched_at_ms, std::string_view page,
                       std::string_view field);

class Workload final {
 public:
  explicit Workload(const WorkloadOptions& options);
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;

  WorkloadEvent next();
  // What the last event is about.
  const Happening& happening() const { return *happening_; }

 private:
  std::string url_of(const Happening& happening) const;
  std::string write(const Happening& happening) const;

  const WorkloadOptions options_;
  std::vector<Site> sites_;
  Plot plot_;
  const Happening* happening_ = nullptr;
  WorkloadEvent last_;
};

}  // namespace benchmarks
