// cli/topic_check.h
//
// Asks the cluster about the topics that the configuration needs.
// Must not know: what is done about the problems.
#pragma once

#include <vector>

#include "adapters/config/settings.h"
#include "adapters/kafka/events.h"
#include "adapters/kafka/topics.h"
#include "base/result.h"

namespace cli {

enum class Missing { Report, Create };

struct TopicCheck {
  std::vector<adapters::kafka::TopicState> states;
  std::vector<adapters::kafka::TopicProblem> problems;  // after creation
  std::vector<std::string> created;

  bool has_errors() const;
  int partitions_of(const std::string& topic) const;  // 0: it does not exist
};

// Faults: Retry kafka_away; Stop.
base::Result<TopicCheck> check_topics(const adapters::config::Settings& settings, Missing missing,
                                      adapters::kafka::Events& events, base::Millis timeout);

}  // namespace cli
