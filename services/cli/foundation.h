// cli/foundation.h
//
// What a new generation's state begins with: all that topics.takedowns keeps, read to its end
// whenever a changelog is found empty. So the time it takes is that of one reading of the topic for
// each partition of a new generation, and the memory that of its values, for as long as that takes.
// One thread, the worker's. Must not know: the worker, stores.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/config/settings.h"
#include "adapters/kafka/reader.h"
#include "stream/ports.h"

namespace cli {

class TakedownFoundation final : public stream::Foundation {
 public:
  // All borrowed.
  TakedownFoundation(const adapters::config::Settings& settings, std::string client_id,
                     adapters::kafka::Events& events, const stream::Clock& clock);
  TakedownFoundation(const TakedownFoundation&) = delete;
  TakedownFoundation& operator=(const TakedownFoundation&) = delete;

  // Stop unknown_topic, takedown_unreadable beside those of the Reader.
  stream::Result<std::optional<std::vector<stream::StateWrite>>> rows(stream::Partition partition,
                                                                      stream::Millis wait) override;

 private:
  stream::Result<stream::Done> begin();
  // An order came a moment ago: those who run may not have carried it out.
  bool is_fresh() const;
  stream::Result<stream::Done> read(stream::Tick until);
  stream::Result<std::vector<stream::StateWrite>> fold(stream::Partition partition) const;

  const adapters::config::Settings& settings_;
  const std::string client_id_;
  adapters::kafka::Events& events_;
  const stream::Clock& clock_;
  std::int32_t partitions_ = 0;  // of the candidates
  std::vector<std::string> values_;
  stream::Timestamp newest_order_{};
  stream::Tick began_{};
  std::unique_ptr<adapters::kafka::Reader> reader_;  // while it is read
};

}  // namespace cli
