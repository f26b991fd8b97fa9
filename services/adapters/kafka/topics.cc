#include "adapters/kafka/topics.h"

#include <algorithm>
#include <charconv>

namespace adapters::kafka {
namespace {

using Settings = std::map<std::string, std::string>;

constexpr std::int64_t kDayMs = 86'400'000;

std::string days(std::int64_t count) { return std::to_string(count * kDayMs); }

// Append time: event times would let retention cut a replay of old news at once, and make a
// look-up of offsets by time and the lag in seconds untrue.
Settings common() {
  return {{"message.timestamp.type", "LogAppendTime"}, {"max.message.bytes", "11534336"}};
}

Settings deleted(std::int64_t retention_days) {
  Settings settings = common();
  settings["cleanup.policy"] = "delete";
  settings["retention.ms"] = days(retention_days);
  return settings;
}

Settings log_of_events() {
  Settings settings = deleted(30);
  settings["segment.bytes"] = "268435456";
  return settings;
}

Settings table_of_articles() {
  Settings settings = common();
  settings["cleanup.policy"] = "compact";
  settings["min.compaction.lag.ms"] = days(1);
  settings["max.compaction.lag.ms"] = days(30);  // withdrawn text goes
  settings["delete.retention.ms"] = days(30);    // a slow reader still sees the tombstone
  return settings;
}

Settings changelog() {
  Settings settings = common();
  settings["cleanup.policy"] = "compact";
  settings["delete.retention.ms"] = days(7);
  settings["min.compaction.lag.ms"] = "0";
  settings["min.cleanable.dirty.ratio"] = "0.3";
  settings["segment.bytes"] = "67108864";
  settings["segment.ms"] = days(1);
  return settings;
}

Settings compacted() {
  Settings settings = common();
  settings["cleanup.policy"] = "compact";
  return settings;
}

const TopicState* find_state(const std::vector<TopicState>& states, const std::string& name) {
  const auto found = std::find_if(states.begin(), states.end(),
                                  [&](const TopicState& state) { return state.name == name; });
  return found == states.end() || !found->exists ? nullptr : &*found;
}

std::string setting_of(const TopicState& state, const std::string& name) {
  const auto found = state.settings.find(name);
  return found == state.settings.end() ? "" : found->second;
}

// Sizes and times that are required may be larger than planned.
bool is_enough(const std::string& name, const std::string& wanted, const std::string& found) {
  if (wanted == found) return true;
  if (name != "max.message.bytes" && name != "delete.retention.ms") return false;
  std::int64_t least = 0, have = 0;
  const auto read = [](const std::string& text, std::int64_t& value) {
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    return end.ec == std::errc() && end.ptr == text.data() + text.size();
  };
  return read(wanted, least) && read(found, have) && have >= least;
}

void check_settings(const TopicPlan& plan, const TopicState& state,
                    std::vector<TopicProblem>& problems) {
  if (state.settings.empty()) return;  // a broker that does not tell
  for (const auto& [name, wanted] : plan.settings) {
    const std::string found = setting_of(state, name);
    if (is_enough(name, wanted, found)) continue;
    const bool is_error =
        std::find(plan.required.begin(), plan.required.end(), name) != plan.required.end();
    problems.push_back({is_error, plan.name, name + " is " + found + ", wanted " + wanted});
  }
}

void check_counts(const TopicPlan& plan, const TopicState& state,
                  const std::vector<TopicState>& states, std::vector<TopicProblem>& problems) {
  if (const TopicState* leader = find_state(states, plan.partitions_of);
      leader != nullptr && leader->partitions != state.partitions) {
    problems.push_back({true, plan.name,
                        "has " + std::to_string(state.partitions) + " partitions, " + leader->name +
                            " has " + std::to_string(leader->partitions)});
  }
  if (state.replicas < 3) {
    problems.push_back({false, plan.name,
                        "has " + std::to_string(state.replicas) +
                            " replicas of each partition, fewer than 3 lose data with a broker"});
  }
}

}  // namespace

std::vector<TopicPlan> plan_topics(const TopicNames& names,
                                   const std::vector<ChangelogName>& changelogs) {
  const std::vector<std::string> sizes = {"max.message.bytes"};
  const std::vector<TopicPlan> all = {
      {names.raw, 24, "", log_of_events(), {}},
      {names.backfill, 24, "", log_of_events(), {}},
      {names.candidates, 48, "", log_of_events(), sizes},
      {names.clean, 24, "", table_of_articles(), {"cleanup.policy", "max.message.bytes"}},
      {names.versions, 24, "", deleted(30), sizes},
      {names.fingerprints, 6, "", deleted(30), sizes},
      {names.links, 24, "", table_of_articles(), {"cleanup.policy", "max.message.bytes"}},
      {names.takedowns, 1, "", compacted(), {"cleanup.policy"}},
      {names.dead, 6, "", deleted(30), sizes},
  };
  std::vector<TopicPlan> plans;
  std::copy_if(all.begin(), all.end(), std::back_inserter(plans),
               [](const TopicPlan& plan) { return !plan.name.empty(); });
  for (const ChangelogName& each : changelogs) {
    const auto input = std::find_if(plans.begin(), plans.end(),
                                    [&](const TopicPlan& plan) { return plan.name == each.input; });
    plans.push_back({each.name,
                     input == plans.end() ? 1 : input->partitions,
                     each.input,
                     changelog(),
                     {"cleanup.policy", "delete.retention.ms", "max.message.bytes"}});
  }
  return plans;
}

void follow_counts(std::vector<TopicPlan>& plans, const std::vector<TopicState>& states) {
  for (TopicPlan& plan : plans) {
    const TopicState* leader = find_state(states, plan.partitions_of);
    if (leader != nullptr) plan.partitions = leader->partitions;
  }
}

std::vector<TopicProblem> find_problems(const std::vector<TopicPlan>& plans,
                                        const std::vector<TopicState>& states) {
  std::vector<TopicProblem> problems;
  for (const TopicPlan& plan : plans) {
    const TopicState* state = find_state(states, plan.name);
    if (state == nullptr) {
      problems.push_back({true, plan.name, "does not exist"});
      continue;
    }
    check_counts(plan, *state, states, problems);
    check_settings(plan, *state, problems);
  }
  return problems;
}

}  // namespace adapters::kafka
