#include "cli/generation_run.h"

#include <ostream>

#include "adapters/clock/clock.h"
#include "adapters/kafka/admin.h"
#include "adapters/kafka/start_note.h"
#include "adapters/log/progress.h"
#include "cli/answer.h"
#include "cli/crash_points.h"
#include "cli/exits.h"
#include "cli/generation_find.h"
#include "cli/generation_text.h"
#include "cli/process_log.h"
#include "cli/service.h"

namespace cli {
namespace {

namespace kafka = adapters::kafka;
using adapters::config::Settings;
using base::Done;
using base::Result;

constexpr base::Millis kTimeout{10'000};
// A new topic is known to all brokers after a moment.
constexpr int kCommitTries = 20;

class Making final {
 public:
  Making(const Settings& running, const Settings& made, const replay::GenerationRequest& request,
         Io& io)
      : request_(request),
        generations_{running, made},
        io_(io),
        log_(log_options(running, io), clock_),
        events_(log_, clock_),
        crash_(make_crash_points(io.environment)),
        cluster_{connection_of(running), Names::of(running).instance + "-generation",
                 replay::reading_group(running), events_, kTimeout} {}
  Making(const Making&) = delete;
  Making& operator=(const Making&) = delete;

  Result<replay::GenerationPlan> plan() {
    auto topics = find_topics(cluster_, generations_);
    if (!topics) return topics.fault();
    auto groups = find_groups(cluster_, generations_, request_);
    if (!groups) return groups.fault();
    plans_ = std::move(topics->plans);
    const replay::FoundGeneration found{*std::move(groups), std::move(topics->found)};
    replay::GenerationPlan bare = plan_generation(request_, found, {});
    if (bare.is_made()) return bare;
    const auto gap = count(bare.groups.front());
    if (!gap) return gap.fault();
    return plan_generation(request_, found, *gap);
  }

  // The steps, each of which may have been done before.
  Result<Done> make(const replay::GenerationPlan& plan) {
    auto admin = kafka::Admin::make(cluster_.connection, cluster_.client_id, events_);
    if (!admin) return admin.fault();
    const std::string& input = generations_.made.topics.candidates;
    for (const kafka::TopicPlan& topic : plans_) {
      if (topic.name != input) continue;
      if (auto made = make_topic(**admin, topic); !made) return made;
    }
    for (const replay::GroupPlan& group : plan.groups) {
      if (auto begun = commit_start(group); !begun) return begun;
    }
    for (const kafka::TopicPlan& topic : plans_) {
      if (auto made = make_topic(**admin, topic); !made) return made;
    }
    return Done{};
  }

  void close() { log_.close(); }

 private:
  Result<replay::Gap> count(const replay::GroupPlan& input) {
    adapters::log::Progress progress(log_, clock_, shown_of(io_), "counting", std::nullopt);
    return count_gap(
        cluster_, generations_, input, clock_.now(),
        [&](std::uint64_t done, std::uint64_t total) { progress.update(done, total); });
  }

  Result<Done> make_topic(kafka::Admin& admin, const kafka::TopicPlan& topic) {
    auto made = admin.create({topic}, cluster_.timeout, clock_);
    if (made) crash_->reach("generation-topic");
    return made;
  }

  // Of an own topic, which was not there when the plan was made, all partitions from 0.
  std::vector<kafka::NotedOffset> starts_of(const replay::GroupPlan& group) const {
    const std::string request = replay::digest_of(request_);
    std::vector<kafka::NotedOffset> starts;
    for (const replay::PlanRow& row : group.rows) {
      starts.push_back({row.partition, row.from, to_text(kafka::StartNote{row.from, request})});
    }
    if (!starts.empty()) return starts;
    for (const kafka::TopicPlan& topic : plans_) {
      for (std::int32_t i = 0; topic.name == group.topic && i < topic.partitions; ++i) {
        starts.push_back({i, 0, to_text(kafka::StartNote{0, request})});
      }
    }
    return starts;
  }

  // Whoever makes the same at the same time is kept out before it is asked what there is.
  Result<Done> commit_start(const replay::GroupPlan& group) {
    if (group.is_made) return Done{};
    Result<Done> committed = Done{};
    for (int tries = 0; tries < kCommitTries; ++tries) {
      committed = try_to_commit_start(group);
      if (committed || committed.fault().recovery == base::Recovery::Stop) break;
    }
    if (committed) crash_->reach("generation-start");
    return committed;
  }

  Result<Done> try_to_commit_start(const replay::GroupPlan& group) {
    auto takeover = kafka::Takeover::make(
        cluster_.connection,
        {.group_id = group.group,
         .topic = group.topic,
         .client_id = cluster_.client_id,
         .transactional_id = generations_.running.app + ".generation." + request_.name},
        events_);
    if (!takeover) return takeover.fault();
    auto asker = replay::ask(cluster_, group.group);
    if (!asker) return asker.fault();
    const auto there = (*asker)->committed(group.topic, cluster_.timeout);
    if (!there) {
      const bool is_new = there.fault().code == "unknown_topic";  // not known everywhere yet
      return is_new ? base::retry("unknown_topic", there.fault().detail) : there.fault();
    }
    for (const kafka::NotedOffset& each : *there) {
      if (each.offset < 0) continue;
      // Another runner was here a moment ago.
      const auto note = kafka::read_start_note(each.note);
      if (note && note->request == replay::digest_of(request_)) return Done{};
      return base::stop("generation_taken", group.group + " has just been made otherwise");
    }
    return (*takeover)->commit(starts_of(group));
  }

  const replay::GenerationRequest& request_;
  const Generations generations_;
  Io& io_;
  const adapters::clock::SystemClock clock_;
  adapters::log::Log log_;
  KafkaEvents events_;
  const std::unique_ptr<stream::CrashPoints> crash_;
  const replay::Cluster cluster_;
  std::vector<kafka::TopicPlan> plans_;  // of the generation's own topics
};

void show(const GenerationShown& shown, bool as_json, Io& io) {
  as_json ? print_json(io.out, shown) : print_table(io.out, shown);
}

}  // namespace

int plan_or_make_generation(const Setup& setup, const ReplayFlags& flags, Io& io) {
  const Settings& running = setup.settings();
  if (const auto complaint = find_complaint(running, flags.generation)) {
    io.err << "dateline: --generation: " << *complaint << '\n';
    return kUsage;
  }
  replay::GenerationRequest request{.name = flags.generation,
                                    .running = running.generation,
                                    .input = flags.input,
                                    .from = flags.from,
                                    .accepts_gap = flags.accept_gap};
  const auto point = replay::read_point(flags.from, adapters::clock::SystemClock().now());
  if (!point || point->kind == replay::Point::Kind::Now) {
    io.err << "dateline: --from: '" << flags.from
           << "' is none of: 2026-11-01, RFC 3339, -7d, offset:1200, earliest\n";
    return kUsage;
  }
  request.from_point = *point;
  const Origin origin = flags.input == "raw" ? Origin::Raw : Origin::Candidates;
  const Settings made = beside(running, flags.generation, origin);
  Making making(running, made, request, io);
  auto plan = making.plan();
  Result<Done> done = Done{};
  const bool goes_on = plan && plan->refusals.empty() && flags.execute && !plan->is_made();
  if (goes_on) done = making.make(*plan);
  making.close();
  if (!plan) return answer(plan.fault(), io);
  if (!done) return answer(done.fault(), io);
  const bool is_done = goes_on || (plan->is_made() && plan->refusals.empty());
  show({*plan, {running, made}, is_done}, flags.json, io);
  if (!plan->refusals.empty()) {
    if (!flags.json) io.out << "Nothing was made.\n";
    return kFound;
  }
  if (!flags.json) {
    io.out << (goes_on   ? "made: " + request.name
               : is_done ? "made before: " + request.name
                         : std::string("Nothing was made; do it with --execute."))
           << '\n';
  }
  return kDone;
}

}  // namespace cli
