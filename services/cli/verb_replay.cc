// `dateline replay plan`, `run` and `status`; those of generations stand in generation_run.cc and
// compare_run.cc.
#include <ostream>

#include "adapters/clock/clock.h"
#include "adapters/kafka/reader.h"
#include "cli/build_info.h"
#include "cli/compare_run.h"
#include "cli/exits.h"
#include "cli/file_replay.h"
#include "cli/file_text.h"
#include "cli/generation_run.h"
#include "cli/replay_command.h"
#include "cli/replay_text.h"
#include "cli/setup.h"
#include "cli/verbs.h"

namespace cli {
namespace {

namespace kafka = adapters::kafka;
using adapters::config::Settings;
using base::Done;
using base::Result;

constexpr base::Millis kTimeout{10'000};
constexpr int kPollsMax = 200;

struct TopicJob {
  std::string id, digest;
  replay::Request request;
  std::vector<replay::Progress> progress;  // of every partition; committed
};

// Replays of topics; the status of all.
class Replay final {
 public:
  Replay(ReplayCommand& command, const ReplayFlags& flags, ReplayWish wish)
      : command_(command),
        settings_(command.settings),
        flags_(flags),
        wish_(std::move(wish)),
        io_(command.io),
        cluster_(command.cluster) {}
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;

  int plan() {
    const auto plan = make_plan();
    if (!plan) return answer(plan.fault(), io_);
    return show(*plan);
  }

  int run() {
    if (!flags_.execute) return plan();
    TopicJob job{.id = flags_.id,
                 .digest = digest_of(wish_.request),
                 .request = wish_.request,
                 .progress = {}};
    if (const auto code = begin(job)) return *code;
    return copy(std::move(job));
  }

  int status() {
    std::vector<FileState> of_files;
    auto states = find_states(of_files);
    if (!states) return answer(states.fault(), io_);
    if (states->empty() && of_files.empty()) {
      io_.err << "dateline: no replay is known"
              << (flags_.id.empty() ? std::string() : " under " + flags_.id) << '\n';
      return kFound;
    }
    flags_.json ? print_json(io_.out, *states) : print_table(io_.out, *states);
    for (const FileState& each : of_files) {
      flags_.json ? print_json(io_.out, each) : print_table(io_.out, each);
    }
    return kDone;
  }

 private:
  Result<replay::Plan> make_plan() {
    const auto world = replay::find_world(cluster_, wish_.request, command_.readers);
    if (!world) return world.fault();
    return replay::make_plan(wish_.request, *world, flags_.id);
  }

  int show(const replay::Plan& plan) {
    ReplayPlanShown shown{plan, {settings_.replay.rate, settings_.replay.bytes}, std::nullopt};
    if (flags_.sample > 0 && plan.refusals.empty()) {
      auto sample = take_sample(plan);
      if (!sample) return answer(sample.fault(), io_);
      shown.sample = std::move(*sample);
    }
    flags_.json ? print_json(io_.out, shown) : print_table(io_.out, shown);
    return end_plan(plan.refusals, flags_.json, io_);
  }

  Result<std::vector<replay::Progress>> find_progress(const std::string& id, base::Millis timeout) {
    auto asker = replay::ask(cluster_, replay::group_of(settings_, id));
    if (!asker) return asker.fault();
    auto progress = replay::find_progress(**asker, wish_.request.topic, timeout);
    if (!progress || !progress->empty()) return progress;
    const auto unused = replay::check_unused(**asker, id, timeout);
    return unused ? progress : unused.fault();
  }

  // Fills in where the job stands; an exit code if there is nothing to run.
  std::optional<int> begin(TopicJob& job) {
    std::optional<replay::Plan> plan;
    if (job.id.empty()) {
      auto made = make_plan();
      if (!made) return answer(made.fault(), io_);
      plan = std::move(*made);
      if (!plan->refusals.empty()) return show(*plan);
      job.id = plan->id;
    }
    auto found = find_progress(job.id, kFirstLook);
    const bool is_open = !found && found.fault().recovery == base::Recovery::Retry;
    if (!found && !is_open) return unknown(found.fault());
    if (!is_open && found->empty() && !plan) {
      auto made = make_plan();
      if (!made) return answer(made.fault(), io_);
      plan = std::move(*made);
      if (!plan->refusals.empty()) return show(*plan);
    }
    auto takeover =
        replay::take_over(cluster_, replay::group_of(settings_, job.id), job.request.topic);
    if (!takeover) return answer(takeover.fault(), io_);
    found = find_progress(job.id, kTimeout);
    if (!found) return unknown(found.fault());
    if (found->empty()) {
      if (!plan)
        return answer(base::retry("replay_gone", "its offsets have just been deleted"), io_);
      if (auto begun = commit_starts(**takeover, *plan, job); !begun) {
        return answer(begun.fault(), io_);
      }
      return std::nullopt;
    }
    job.progress = std::move(*found);
    return check(job);
  }

  // What cannot be read of a topic that is not there is told as a plan tells it.
  int unknown(const base::Fault& fault) {
    return fault.code == "unknown_topic" ? refuse(fault.detail, io_) : answer(fault, io_);
  }

  Result<Done> commit_starts(kafka::Takeover& takeover, const replay::Plan& plan, TopicJob& job) {
    std::vector<kafka::NotedOffset> starts;
    for (const replay::PlanRow& row : plan.rows) {
      const replay::Note note{row.from, row.to, job.digest};
      job.progress.push_back({row.partition, row.from, note});
      starts.push_back({row.partition, row.from, to_text(note)});
    }
    return takeover.commit(starts);
  }

  std::optional<int> check(const TopicJob& job) {
    bool all_done = true;
    for (const replay::Progress& each : job.progress) {
      all_done = all_done && each.is_done();
      if (each.note.digest == job.digest) continue;
      return refuse("another plan has begun under the id " + job.id +
                        ": give this one another, or repeat that one's flags",
                    io_);
    }
    if (!all_done) return std::nullopt;
    io_.out << "done already: " << job.id << '\n';
    return kDone;
  }

  int copy(TopicJob job) {
    const std::string group = replay::group_of(settings_, job.id);
    auto feed =
        TopicFeed::make(command_.feed_parts(group), job.request.topic, std::move(job.progress));
    if (!feed) return answer(feed.fault(), io_);
    command_.run({.id = job.id,
                  .request = std::move(job.request),
                  .pace = wish_.pace,
                  .deadline = wish_.deadline},
                 std::move(*feed), flags_.no_progress);
  }

  Result<std::vector<ReplayState>> find_states(std::vector<FileState>& of_files) {
    auto all = replay::ask(cluster_, cluster_.group);
    if (!all) return all.fault();
    const std::string prefix = replay::group_prefix(settings_);
    const auto groups = (*all)->groups(prefix + flags_.id, kTimeout);
    if (!groups) return groups.fault();
    std::vector<ReplayState> states;
    for (const std::string& group : *groups) {
      if (!flags_.id.empty() && group != prefix + flags_.id) continue;
      auto asker = replay::ask(cluster_, group);
      if (!asker) return asker.fault();
      const std::string id = group.substr(prefix.size());
      auto files = replay::find_file_progress(**asker, settings_.topics.backfill, kTimeout);
      if (!files) return files.fault();
      if (*files) {
        of_files.push_back({id, **std::move(files)});
        continue;
      }
      const auto topics = (*asker)->topics(kTimeout);
      if (!topics) return topics.fault();
      for (const std::string& topic : *topics) {
        auto progress = replay::find_progress(**asker, topic, kTimeout);
        if (!progress) return progress.fault();
        if (progress->empty()) continue;
        states.push_back({id, topic, std::move(*progress)});
      }
    }
    return states;
  }

  // Cleans the first events of each partition's range, all together so many.
  Result<ReplaySample> take_sample(const replay::Plan& plan) {
    ReplaySample sample;
    std::vector<kafka::ReadRange> ranges;
    const auto each = std::max<std::int64_t>(
        1, flags_.sample / std::max<std::int64_t>(1, static_cast<std::int64_t>(plan.rows.size())));
    for (const replay::PlanRow& row : plan.rows) {
      ranges.push_back({row.partition, row.from, std::min(row.from + each, row.to)});
    }
    clean::CleanStage stage(clean::stage_options(settings_, news::Lane::Backfill),
                            command_.inputs.tables());
    const auto read = replay::read_sample(
        cluster_, plan.topic, ranges, kPollsMax, [&](const kafka::ReadRecord& record) {
          try_event(stage, record.value, record.appended_at, sample);
        });
    if (!read) return read.fault();
    return sample;
  }

  ReplayCommand& command_;
  const Settings& settings_;
  const ReplayFlags& flags_;
  const ReplayWish wish_;
  Io& io_;
  const replay::Cluster& cluster_;
};

}  // namespace

int verb_replay(const Globals& globals, const ReplayFlags& flags, Io& io) {
  Signals signals;
  const std::optional<Setup> setup = read_setup(globals, io);
  if (!setup) return kConfiguration;
  if (flags.what == ReplayFlags::What::Compare) return compare_generations(*setup, flags, io);
  if (const auto unfit = find_unfit(flags)) {
    io.err << "dateline: " << *unfit << '\n';
    return kUsage;
  }
  if (!flags.generation.empty()) return plan_or_make_generation(*setup, flags, io);
  if (setup->settings().topics.backfill.empty()) {
    io.err << "dateline: topics.backfill is empty: there is no lane to replay into\n";
    return kConfiguration;
  }
  auto wish = read_wish(flags, setup->settings(), adapters::clock::SystemClock().now());
  if (const auto* complaint = std::get_if<std::string>(&wish)) {
    io.err << "dateline: " << *complaint << '\n';
    return kUsage;
  }
  const auto inputs = clean::Inputs::load(setup->settings(), setup->publishers,
                                          {build_info().version, setup->publishers_yaml});
  if (!inputs) return answer(inputs.fault(), io);
  ReplayCommand command(globals, *setup, **inputs, signals, io);
  if (!flags.files.empty()) {
    return plan_or_replay_files(command, flags, std::get<ReplayWish>(std::move(wish)));
  }
  Replay replay(command, flags, std::get<ReplayWish>(std::move(wish)));
  switch (flags.what) {
    case ReplayFlags::What::Plan:
      return replay.plan();
    case ReplayFlags::What::Run:
      return replay.run();
    case ReplayFlags::What::Status:
      return replay.status();
    case ReplayFlags::What::Compare:
      break;  // no replay
  }
  return kUsage;
}

}  // namespace cli
