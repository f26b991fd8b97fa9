// adapters/kafka/topics.h
//
// The topics that Dateline needs, as it wants them, and what is wrong with those that a cluster
// has. What correctness rests on is an error; what only costs disk or latency, a warning.
// Pure. Must not know: librdkafka, YAML.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace adapters::kafka {

// topics.* of the configuration; empty: not written or not read.
struct TopicNames {
  std::string raw, backfill, candidates, clean, versions, dead, takedowns, fingerprints, links;
};

// The changelog of a stage with state, and the stage's input.
struct ChangelogName {
  std::string name, input;
};

struct TopicPlan {
  std::string name;
  std::int32_t partitions = 1;  // when it is made
  // Partition for partition the same as this topic. Empty: any number will do.
  std::string partitions_of;
  std::map<std::string, std::string> settings;  // when it is made
  // Of the settings, those without which a topic that exists is refused.
  std::vector<std::string> required;

  bool operator==(const TopicPlan&) const = default;
};

struct TopicState {
  std::string name;
  bool exists = false;
  std::int32_t partitions = 0;
  std::int32_t replicas = 0;
  std::map<std::string, std::string> settings;

  bool operator==(const TopicState&) const = default;
};

struct TopicProblem {
  bool is_error = true;
  std::string topic, text;

  bool operator==(const TopicProblem&) const = default;
};

std::vector<TopicPlan> plan_topics(const TopicNames& names,
                                   const std::vector<ChangelogName>& changelogs);

// `partitions` of the plans that follow another topic, from what that one really has. For plans of
// topics that are to be made.
void follow_counts(std::vector<TopicPlan>& plans, const std::vector<TopicState>& states);

// In the order of the plans. A topic that the states do not tell of does not exist.
std::vector<TopicProblem> find_problems(const std::vector<TopicPlan>& plans,
                                        const std::vector<TopicState>& states);

}  // namespace adapters::kafka
