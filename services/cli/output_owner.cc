#include "cli/output_owner.h"

#include <algorithm>
#include <map>

#include "clean/stage.h"
#include "cli/service.h"
#include "cli/whole_topic.h"

namespace cli {
namespace {

namespace kafka = adapters::kafka;
using adapters::config::Settings;
using base::Result;

// Of each partition so many offsets: markers, orders and gaps of compaction are among them.
constexpr std::int64_t kLookBack = 100;
constexpr int kPollsMax = 40;

bool has_stage(const Settings& settings, std::string_view stage) {
  return std::find(settings.stages.begin(), settings.stages.end(), stage) != settings.stages.end();
}

// A topic, and the header of its records that tells who wrote them.
struct Signed {
  std::string stage, topic;
  std::string_view header;
};

std::vector<Signed> outputs_of(const Settings& settings) {
  constexpr std::string_view kGeneration = "dateline-generation";
  std::vector<Signed> outputs;
  if (has_stage(settings, "clean"))
    outputs.push_back({"clean", settings.topics.candidates, clean::kCleanedBy});
  if (has_stage(settings, "version")) {
    outputs.push_back({"version", settings.topics.clean, kGeneration});
    outputs.push_back({"version", settings.topics.versions, kGeneration});
  }
  std::erase_if(outputs, [](const Signed& output) { return output.topic.empty(); });
  return outputs;
}

// Who has written the newest record of each partition that says so.
Result<std::map<std::int32_t, std::string>> find_writers(const replay::Cluster& cluster,
                                                         const Signed& output) {
  std::map<std::int32_t, std::string> writers;
  auto ranges = freeze(cluster, output.topic);
  if (!ranges) return ranges.fault();
  for (kafka::ReadRange& range : *ranges) range.from = std::max(range.from, range.to - kLookBack);
  const auto read = replay::read_sample(
      cluster, output.topic, *ranges, kPollsMax, [&](const kafka::ReadRecord& record) {
        const std::string_view generation = record.header(output.header);
        if (!generation.empty()) writers[record.partition.value] = generation;
      });
  if (!read) return read.fault();
  return writers;
}

}  // namespace

Result<std::vector<kafka::TopicProblem>> find_foreign_outputs(
    const Settings& settings, const std::vector<kafka::TopicState>& states, kafka::Events& events,
    base::Millis timeout) {
  std::vector<kafka::TopicProblem> problems;
  for (const Signed& output : outputs_of(settings)) {
    const auto state = std::find_if(states.begin(), states.end(),
                                    [&](const auto& each) { return each.name == output.topic; });
    if (state == states.end() || !state->exists) continue;
    const replay::Cluster cluster{connection_of(settings),
                                  Names::of(settings).instance + "-outputs",
                                  group_of(settings, output.stage), events, timeout};
    const auto writers = find_writers(cluster, output);
    if (!writers && writers.fault().code == "kafka_not_authorized") continue;
    if (!writers) return writers.fault();
    for (const auto& [partition, writer] : *writers) {
      if (writer == settings.generation) continue;
      problems.push_back(
          {true, output.topic,
           "is written by generation " + writer + ", and this is " + settings.generation +
               ": each needs outputs of its own (dateline replay run --generation)"});
      break;
    }
  }
  return problems;
}

}  // namespace cli
