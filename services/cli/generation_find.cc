#include "cli/generation_find.h"

#include <algorithm>

#include "adapters/kafka/admin.h"
#include "adapters/kafka/start_note.h"
#include "cli/history.h"
#include "cli/service.h"
#include "cli/whole_topic.h"
#include "replay/slices.h"

namespace cli {
namespace {

namespace kafka = adapters::kafka;
using adapters::config::Settings;
using base::Done;
using base::Result;

// 32 bytes each.
constexpr std::size_t kArticlesAtOnce = 2'000'000;
// Behind a partition's start, to meet a record: markers are none.
constexpr std::int64_t kLookRecords = 200;
constexpr int kPollsMax = 100;

std::vector<std::string> names_of(const std::vector<kafka::TopicPlan>& plans) {
  std::vector<std::string> names;
  for (const kafka::TopicPlan& plan : plans) names.push_back(plan.name);
  return names;
}

Result<bool> has_records(const replay::Cluster& cluster, const kafka::TopicState& state) {
  if (!state.exists) return false;
  const auto ranges = freeze(cluster, state.name);
  if (!ranges) return ranges.fault();
  return std::any_of(ranges->begin(), ranges->end(),
                     [](const kafka::ReadRange& range) { return range.to > 0; });
}

// Inputs first, the changelog last: it is only with that one that a process may begin.
int turn_of(const kafka::TopicPlan& plan, const Settings& made) {
  if (plan.name == made.topics.candidates) return 0;
  return plan.partitions_of.empty() ? 1 : 2;
}

struct Described {
  std::vector<kafka::TopicPlan> plans;
  std::vector<kafka::TopicState> running, made;  // of each plan
};

Result<Described> describe(const replay::Cluster& cluster, const Generations& generations) {
  auto admin = kafka::Admin::make(cluster.connection, cluster.client_id, cluster.events);
  if (!admin) return admin.fault();
  auto running = (*admin)->describe(names_of(topics_of(generations.running)), cluster.timeout);
  if (!running) return running.fault();
  Described all{topics_of(generations.made), *std::move(running), {}};
  auto made = (*admin)->describe(names_of(all.plans), cluster.timeout);
  if (!made) return made.fault();
  all.made = *std::move(made);
  return all;
}

// Where the group stands; Found is of the topic it reads.
Result<replay::FoundGroup> find_group(const replay::Cluster& cluster,
                                      const replay::GenerationRequest& request,
                                      replay::FoundGroup group) {
  auto asker = replay::ask(cluster, group.group);
  if (!asker) return asker.fault();
  const auto members = (*asker)->members(cluster.timeout);
  if (!members) return members.fault();
  group.members = *members;
  const auto committed = (*asker)->committed(group.topic, cluster.timeout);
  const bool is_missing = !committed && committed.fault().code == "unknown_topic";
  if (is_missing && group.is_own_topic) return group;
  if (!committed) return committed.fault();
  for (const kafka::NotedOffset& each : *committed) {
    if (each.offset < 0) continue;
    const auto note = kafka::read_start_note(each.note);
    group.starts.push_back({each.partition, note ? std::optional(note->from) : std::nullopt,
                            note ? note->request : std::string()});
  }
  auto partitions = replay::find_partitions(cluster, {.topic = group.topic,
                                                      .target = {},
                                                      .from = request.from,
                                                      .from_point = request.from_point,
                                                      .to_point = {replay::Point::Kind::Now}});
  if (!partitions) return partitions.fault();
  group.partitions = *std::move(partitions);
  return group;
}

// When each partition's range begins: with what came first in it, or, if nothing has come, now.
Result<std::vector<std::optional<base::Timestamp>>> find_times(const replay::Cluster& cluster,
                                                               const replay::GroupPlan& input,
                                                               base::Timestamp now) {
  std::vector<std::optional<base::Timestamp>> since;
  std::vector<kafka::ReadRange> ranges;
  for (const replay::PlanRow& row : input.rows) {
    since.push_back(row.from == 0 ? std::nullopt : std::optional(now));
    if (row.from > 0) {
      ranges.push_back({row.partition, row.from, std::min(row.from + kLookRecords, row.to)});
    }
  }
  if (ranges.empty()) return since;
  const auto read = replay::read_sample(
      cluster, input.topic, ranges, kPollsMax, [&](const kafka::ReadRecord& record) {
        auto& first = since.at(static_cast<std::size_t>(record.partition.value));
        if (first && record.appended_at < *first) first = record.appended_at;
      });
  if (!read) return read.fault();
  return since;
}

}  // namespace

Result<GenerationTopics> find_topics(const replay::Cluster& cluster,
                                     const Generations& generations) {
  auto all = describe(cluster, generations);
  if (!all) return all.fault();
  GenerationTopics topics;
  for (std::size_t i = 0; i < all->plans.size(); ++i) {
    kafka::TopicPlan& plan = all->plans[i];
    const kafka::TopicState &running = all->running[i], &made = all->made[i];
    if (plan.name == running.name) {
      if (!made.exists) return base::stop("unknown_topic", plan.name + " does not exist");
      continue;
    }
    if (running.exists) plan.partitions = running.partitions;
    topics.plans.push_back(plan);
  }
  std::vector<kafka::TopicState> counted = all->made;
  for (const kafka::TopicPlan& plan : topics.plans) {
    for (kafka::TopicState& state : counted) {
      if (state.name == plan.name && !state.exists) {
        state.exists = true;
        state.partitions = plan.partitions;
      }
    }
  }
  kafka::follow_counts(topics.plans, counted);
  std::stable_sort(topics.plans.begin(), topics.plans.end(), [&](const auto& a, const auto& b) {
    return turn_of(a, generations.made) < turn_of(b, generations.made);
  });
  for (const kafka::TopicPlan& plan : topics.plans) {
    const auto state = std::find_if(all->made.begin(), all->made.end(),
                                    [&](const auto& each) { return each.name == plan.name; });
    const auto records = has_records(cluster, *state);
    if (!records) return records.fault();
    topics.found.push_back(
        {plan.name, plan.name == generations.made.topics.candidates, state->exists, *records});
  }
  return topics;
}

Result<std::vector<replay::FoundGroup>> find_groups(const replay::Cluster& cluster,
                                                    const Generations& generations,
                                                    const replay::GenerationRequest& request) {
  const Settings& made = generations.made;
  std::vector<replay::FoundGroup> wanted;
  const auto add = [&](std::string_view stage, const std::string& topic, bool is_own) {
    if (!topic.empty()) wanted.push_back({group_of(made, stage), topic, is_own, {}, {}, 0});
  };
  const bool has_own = made.topics.candidates != generations.running.topics.candidates;
  if (has_own) {
    add("clean", made.topics.raw, false);
    add(kBackfill, made.topics.backfill, false);
  }
  add("version", made.topics.candidates, has_own);
  std::vector<replay::FoundGroup> groups;
  for (replay::FoundGroup& each : wanted) {
    auto group = find_group(cluster, request, std::move(each));
    if (!group) return group.fault();
    groups.push_back(*std::move(group));
  }
  return groups;
}

Result<replay::Gap> count_gap(const replay::Cluster& cluster, const Generations& generations,
                              const replay::GroupPlan& input, base::Timestamp now,
                              const TellProgress& tell) {
  auto since = find_times(cluster, input, now);
  if (!since) return since.fault();
  const bool by_site = input.topic == generations.running.topics.candidates;
  const replay::InputStart start{*std::move(since), by_site};
  replay::Gap gap;
  if (start.is_whole()) return gap;
  const std::string& table = generations.running.topics.clean;
  const auto ranges = freeze(cluster, table);
  if (!ranges) return ranges.fault();
  replay::GapReader reader(start);
  std::uint64_t done = 0, total = count_offsets(*ranges);
  for (const kafka::ReadRange& range : *ranges) {
    replay::Slices<replay::KnownArticle> slices(1, kArticlesAtOnce);
    while (slices.next()) {
      if (slices.passes() > 1) total += count_offsets({range});
      const auto read = read_whole(cluster, table, {range}, [&](const kafka::ReadRecord& record) {
        tell(++done, total);
        const base::Hash128 key = base::xxh3_128(record.key);
        if (!slices.wants(key)) return;
        if (!record.value) return slices.take(0, {.key = key, .offset = record.offset});
        const auto json = to_version_json(*record.value);
        slices.take(0, reader.read(key, record.offset, record.header("dateline-site"),
                                   json ? *json : std::string(), record.appended_at));
      });
      if (!read) return read.fault();
      for (const replay::KnownArticle& article : slices.rows(0)) gap.add(article);
    }
  }
  return gap;
}

}  // namespace cli
