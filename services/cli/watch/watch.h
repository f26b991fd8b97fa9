// cli/watch/watch.h
//
// What people may see of the news that go through this process: top sites and the last articles.
// Owns what the workers' onlookers write; the status server reads it from any thread.
// Must not know: HTTP, Kafka.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/config/settings.h"
#include "adapters/status/view.h"
#include "clean/wiring.h"
#include "cli/watch/samples.h"
#include "cli/watch/sites.h"
#include "stream/stage.h"

namespace cli::watch {

class Watch final {
 public:
  // Borrowed; outlive it.
  Watch(const adapters::config::Settings& settings, const clean::Inputs& inputs);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  // Before the workers begin: a stage of `clean`, or of `version`, made and looked at. Valid as
  // long as this object.
  stream::Stage& add_clean(news::Lane lane);
  stream::Stage& add_version();

  // Any thread, once all are added.
  void show(adapters::status::View& view) const;
  std::optional<std::string> find_article(std::uint64_t id) const;

 private:
  const adapters::config::Settings& settings_;
  const clean::Inputs& inputs_;
  Samples samples_;
  std::vector<std::unique_ptr<Sites>> sites_;
  std::vector<std::unique_ptr<stream::Stage>> inner_, watched_;
};

}  // namespace cli::watch
