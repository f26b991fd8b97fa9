#include "cli/file_replay.h"

#include <algorithm>
#include <ostream>

#include "cli/exits.h"
#include "cli/file_text.h"
#include "cli/service.h"

namespace cli {
namespace {

namespace kafka = adapters::kafka;
using adapters::files::FileState;
using base::Result;

constexpr base::Millis kTimeout{10'000};
// In place of a topic's name.
constexpr const char* kFiles = "files";

replay::Request to_request(replay::Request request) {
  request.topic = kFiles;
  request.selection.of_dead = false;
  return request;
}

class FileReplay final {
 public:
  FileReplay(ReplayCommand& command, const ReplayFlags& flags, ReplayWish wish,
             std::vector<FileState> files)
      : command_(command),
        settings_(command.settings),
        flags_(flags),
        wish_(std::move(wish)),
        request_(to_request(wish_.request)),
        files_(std::move(files)),
        decode_(clean::stage_options(settings_, news::Lane::Live).decode),
        digest_(digest_of(request_, files_)),
        id_(flags.id.empty() ? replay::id_for(digest_, files_, command.clock.now()) : flags.id),
        group_(replay::group_of(settings_, id_)) {}
  FileReplay(const FileReplay&) = delete;
  FileReplay& operator=(const FileReplay&) = delete;

  int plan() {
    const auto plan = make_plan();
    return plan ? show(*plan) : answer(plan.fault(), command_.io);
  }

  int run() {
    replay::FileProgress progress;
    if (const auto code = begin(progress)) return *code;
    auto feed = FileFeed::make(command_.feed_parts(group_),
                               {request_.target, files_, std::move(progress), decode_});
    if (!feed) return answer(feed.fault(), command_.io);
    command_.run({.id = id_, .request = request_, .pace = 0, .deadline = wish_.deadline},
                 std::move(*feed), flags_.no_progress);
  }

 private:
  Result<replay::FilePlan> make_plan() {
    const auto found = replay::look_into(files_, decode_);
    if (!found) return found.fault();
    const auto world = replay::find_lane(command_.cluster, request_.target, command_.readers);
    if (!world) return world.fault();
    return replay::make_plan(request_, *found, *world, id_);
  }

  int show(const replay::FilePlan& plan) {
    FilePlanShown shown{plan, {settings_.replay.rate, settings_.replay.bytes}, std::nullopt};
    if (flags_.sample > 0 && plan.refusals.empty()) {
      auto sample = take_sample();
      if (!sample) return answer(sample.fault(), command_.io);
      shown.sample = std::move(*sample);
    }
    std::ostream& out = command_.io.out;
    flags_.json ? print_json(out, shown) : print_table(out, shown);
    return end_plan(plan.refusals, flags_.json, command_.io);
  }

  // Cleans the first events of all files; what comes out of a pipe would be missing later.
  Result<ReplaySample> take_sample() {
    ReplaySample sample;
    clean::CleanStage stage(clean::stage_options(settings_, news::Lane::Backfill),
                            command_.inputs.tables());
    int left = flags_.sample;
    for (const FileState& file : files_) {
      if (file.is_pipe()) continue;
      auto reader = replay::FileReader::open(file.path, decode_);
      if (!reader) return reader.fault();
      while (left > 0 && !(*reader)->is_at_end()) {
        const auto item = (*reader)->next(stream::Millis(0));
        if (!item) return item.fault();
        if (!*item || (*item)->skip) continue;
        try_event(stage, (*item)->event.value, command_.clock.now(), sample);
        --left;
      }
    }
    return sample;
  }

  // Nothing: it has not begun. Fault: this id is another replay's.
  Result<std::optional<replay::FileProgress>> find_progress(base::Millis timeout) {
    auto asker = replay::ask(command_.cluster, group_);
    if (!asker) return asker.fault();
    auto progress = replay::find_file_progress(**asker, request_.target, timeout);
    if (!progress || *progress) return progress;
    const auto unused = replay::check_unused(**asker, id_, kTimeout);
    return unused ? progress : unused.fault();
  }

  // Fills in where the replay stands; an exit code if there is nothing to run.
  std::optional<int> begin(replay::FileProgress& progress) {
    auto found = find_progress(kFirstLook);
    const bool is_open = !found && found.fault().recovery == base::Recovery::Retry;
    if (!found && !is_open) return answer(found.fault(), command_.io);
    if (!is_open && !*found) {
      const auto plan = make_plan();
      if (!plan) return answer(plan.fault(), command_.io);
      if (!plan->refusals.empty()) return show(*plan);
    }
    auto takeover = replay::take_over(command_.cluster, group_, request_.target);
    if (!takeover) return answer(takeover.fault(), command_.io);
    found = find_progress(kTimeout);
    if (!found) return answer(found.fault(), command_.io);
    if (!*found && is_open) {
      return answer(base::retry("replay_gone", "nothing was committed under " + id_), command_.io);
    }
    if (!*found) return commit_start(**takeover, progress);
    progress = **std::move(found);
    return check(progress.note);
  }

  std::optional<int> commit_start(kafka::Takeover& takeover, replay::FileProgress& progress) {
    progress.note.digest = digest_;
    if (!has_pipe()) {
      for (const FileState& file : files_) progress.note.size += file.bytes;
    }
    const auto begun = takeover.commit(
        {{replay::FileSource::kPartition.value, progress.next, to_text(progress.note)}});
    return begun ? std::nullopt : std::optional(answer(begun.fault(), command_.io));
  }

  std::optional<int> check(const replay::FileNote& note) {
    if (has_pipe()) {
      return refuse("under the id " + id_ +
                        " a replay has begun, and with a pipe none can go on: give it another",
                    command_.io);
    }
    if (note.digest != digest_) {
      return refuse("another plan has begun under the id " + id_ +
                        ", or a file is no longer what it was: give this one another, or repeat "
                        "that one's flags with its files",
                    command_.io);
    }
    if (!note.is_done) return std::nullopt;
    command_.io.out << "done already: " << id_ << '\n';
    return kDone;
  }

  bool has_pipe() const {
    return std::any_of(files_.begin(), files_.end(),
                       [](const FileState& file) { return file.is_pipe(); });
  }

  ReplayCommand& command_;
  const adapters::config::Settings& settings_;
  const ReplayFlags& flags_;
  const ReplayWish wish_;
  const replay::Request request_;
  const std::vector<FileState> files_;
  const news::decode::Options decode_;
  const std::string digest_, id_, group_;
};

}  // namespace

std::optional<std::string> find_unfit(const ReplayFlags& flags) {
  if (flags.files.empty()) return std::nullopt;
  if (!flags.topic.empty()) return "--file: a replay has either files or a --topic";
  if (!flags.generation.empty()) return "--file: a generation is made of topics, not of files";
  const std::pair<const char*, bool> of_topics[] = {{"--from", flags.from != "earliest"},
                                                    {"--to", flags.to != "now"},
                                                    {"--partitions", !flags.partitions.empty()},
                                                    {"--slack", !flags.slack.empty()}};
  for (const auto& [name, is_given] : of_topics) {
    if (!is_given) continue;
    return std::string(name) +
           ": files have neither partitions nor times of arrival; choose by --fetched-from, "
           "--fetched-to, --site, --key or --where";
  }
  if (flags.accept_gap) return "--accept-gap: no retention cuts files";
  if (!flags.pace.empty()) {
    return "--pace: files do not tell when their events came; hold them back by --rate or --bytes";
  }
  return std::nullopt;
}

int plan_or_replay_files(ReplayCommand& command, const ReplayFlags& flags, ReplayWish wish) {
  auto files = replay::find_files(flags.files);
  if (!files) {
    command.io.err << "dateline: --file: " << files.fault().detail << '\n';
    return kUsage;
  }
  if (files->empty()) {
    command.io.err << "dateline: --file: there is no file in it\n";
    return kUsage;
  }
  FileReplay replay(command, flags, std::move(wish), *std::move(files));
  return flags.what == ReplayFlags::What::Run && flags.execute ? replay.run() : replay.plan();
}

}  // namespace cli
