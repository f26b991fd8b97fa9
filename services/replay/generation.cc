#include "replay/generation.h"

#include <algorithm>

#include "base/hash.h"

namespace replay {
namespace {

constexpr std::size_t kDigestDigits = 16;

bool has_begun(const FoundGroup& group) { return !group.starts.empty(); }

// The offsets of a point are those of the events' own topic, and mean nothing in another.
Request to_request(const GenerationRequest& asked, const FoundGroup& found, bool is_first) {
  Request request;
  request.topic = found.topic;
  request.from = asked.from;
  request.from_point = asked.from_point;
  request.to_point = {Point::Kind::Now, 0, {}};
  if (!is_first && asked.from_point.kind == Point::Kind::Offset) request.from_point = {};
  if (found.is_own_topic) request.from_point = {};
  return request;
}

GroupPlan plan_group(const GenerationRequest& asked, const FoundGroup& found, bool is_first) {
  GroupPlan plan{found.group, found.topic, {}, has_begun(found)};
  const Request request = to_request(asked, found, is_first);
  for (const Found& partition : found.partitions) {
    PlanRow row = make_row(request, partition);
    for (const FoundStart& start : found.starts) {
      if (start.partition != row.partition || !start.from) continue;
      row.from = *start.from;
      row.to = std::max(row.from, row.to);
      row.records = static_cast<std::uint64_t>(row.to - row.from);
      row.note.clear();
    }
    plan.rows.push_back(std::move(row));
  }
  return plan;
}

void refuse_groups(const GenerationRequest& request, const FoundGeneration& found, bool is_made,
                   GenerationPlan& plan) {
  for (const FoundGroup& group : found.groups) {
    if (group.members > 0 && !is_made) {
      plan.refusals.push_back(group.group + " has members: stop them first");
    }
    for (const FoundStart& start : group.starts) {
      if (start.from && start.request == plan.digest) continue;
      plan.refusals.push_back(
          start.from ? request.name +
                           " was made with other starts: choose another name, or delete "
                           "what is there of it"
                     : group.group + " has worked before: choose another name");
      break;
    }
  }
}

void refuse_topics(const GenerationRequest& request, const FoundGeneration& found, bool is_made,
                   GenerationPlan& plan) {
  for (const OwnTopic& topic : found.topics) {
    if (!is_made && topic.has_records) {
      plan.refusals.push_back(topic.name +
                              " has records already: delete what is left of an "
                              "earlier " +
                              request.name + ", or choose another name");
    }
  }
}

// What was asked for and is not there any more; what was asked for without a place is counted.
void refuse_cuts(const GenerationRequest& request, GenerationPlan& plan) {
  if (request.accepts_gap) return;
  for (const GroupPlan& group : plan.groups) {
    for (const PlanRow& row : group.rows) {
      if (row.note.empty()) continue;
      plan.refusals.push_back(group.topic + " partition " + std::to_string(row.partition) + ": " +
                              row.note + " (--accept-gap to begin there)");
    }
  }
}

void refuse_gap(const GenerationRequest& request, GenerationPlan& plan) {
  if (request.accepts_gap || plan.gap.empty()) return;
  plan.refusals.push_back(
      "it cannot know all that " + request.running + " knows: " + std::to_string(plan.gap.lost) +
      " articles are lost, " + std::to_string(plan.gap.unsure) + " may be, " +
      std::to_string(plan.gap.cut_short) + " are cut short (--accept-gap to go on)");
}

}  // namespace

std::string digest_of(const GenerationRequest& request) {
  const std::string text =
      "generation=" + request.name + " input=" + request.input + " from=" + request.from;
  return to_hex(base::xxh3_128(text)).substr(0, kDigestDigits);
}

bool GenerationPlan::is_made() const {
  return topics.empty() && std::all_of(groups.begin(), groups.end(),
                                       [](const GroupPlan& group) { return group.is_made; });
}

GenerationPlan plan_generation(const GenerationRequest& request, const FoundGeneration& found,
                               const Gap& gap) {
  GenerationPlan plan{request.name, digest_of(request), {}, {}, {}, gap};
  for (const FoundGroup& group : found.groups) {
    plan.groups.push_back(plan_group(request, group, plan.groups.empty()));
  }
  for (const OwnTopic& topic : found.topics) {
    if (!topic.exists) plan.topics.push_back(topic.name);
  }
  const bool is_made = plan.is_made();
  if (request.name == request.running) {
    plan.refusals.push_back(request.name + " is the generation of this configuration");
  }
  refuse_groups(request, found, is_made, plan);
  refuse_topics(request, found, is_made, plan);
  if (is_made) return plan;
  refuse_cuts(request, plan);
  refuse_gap(request, plan);
  return plan;
}

}  // namespace replay
