// clean/wiring.h
//
// From the configuration to a clean stage: the tables that every worker shares, read once at
// start, and the stage's own options.
// Must not know: Kafka, threads, which verb runs the stage.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/config/publishers.h"
#include "adapters/config/settings.h"
#include "base/result.h"
#include "base/zone_table.h"
#include "clean/stage.h"

namespace clean {

// What tells one cleaning from another, besides the event.
struct InputsOrigin {
  std::string_view release;          // of Dateline: "0.1.0"
  std::string_view publishers_yaml;  // the file as read
};

// The versioned inputs of all clean stages of a process. Immutable; any thread.
class Inputs final {
 public:
  // Reads the machine's time zones. Fault (Stop): no_time_zones.
  static base::Result<std::unique_ptr<Inputs>> load(
      const adapters::config::Settings& settings,
      const std::vector<adapters::config::Publisher>& publishers, const InputsOrigin& origin);
  Inputs(const Inputs&) = delete;
  Inputs& operator=(const Inputs&) = delete;

  // Valid as long as this object.
  StageTables tables() const;
  const news::PublisherTable& publishers() const { return publishers_; }
  const news::identity::Suffixes& suffixes() const { return suffixes_; }
  const std::string& version() const { return cleaning_.version; }

 private:
  Inputs(std::vector<news::Publisher> publishers, base::ZoneTable zones);

  const news::PublisherTable publishers_;
  const news::identity::Suffixes suffixes_;
  const base::ZoneTable zones_;
  news::clean::Tables cleaning_;
};

// Of the live topic, or of the lane of backfills.
StageOptions stage_options(const adapters::config::Settings& settings, news::Lane lane);

}  // namespace clean
