#include "cli/replay_flags.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <memory>

#include "adapters/config/values.h"

namespace cli {
namespace {

using adapters::config::read_duration;
using Complaint = std::optional<std::string>;

constexpr std::size_t kIdBytesMax = 100;

void add_selection(CLI::App* verb, ReplayFlags& flags) {
  verb->add_option("--topic", flags.topic, "Topic to copy from (default: topics.raw)");
  verb->add_option("--file", flags.files,
                   "Files or folders of JSON lines or WARC, plain, gzip or zstd; - is stdin")
      ->type_name("FILE");
  verb->add_option("--from", flags.from,
                   "A time, a day, -7d, offset:N, earliest; in each partition")
      ->capture_default_str();
  verb->add_option("--to", flags.to, "The same, or now; what comes at it stays out")
      ->capture_default_str();
  verb->add_option("--partitions", flags.partitions, "Only these: 0,3-5");
  verb->add_option("--slack", flags.slack,
                   "Look so much further, for times that are not in order: 10m");
  verb->add_option("--site", flags.sites, "Only events of these sites");
  verb->add_option("--key", flags.keys, "Only records with these keys");
  verb->add_option("--fetched-from", flags.fetched_from,
                   "Only what was fetched since, as RFC 3339");
  verb->add_option("--fetched-to", flags.fetched_to, "Only what was fetched before");
  verb->add_option("--where", flags.where, "Only events with field=value; dotted paths")
      ->type_name("FIELD=VALUE");
  verb->add_option("--rate", flags.rate, "Records a second at most (replay.rate); 0: no limit");
  verb->add_option("--bytes", flags.bytes, "Bytes a second at most (replay.bytes): 20MiB");
  verb->add_option("--id", flags.id, "Name, to go on under (default: made from the plan)");
  verb->add_flag("--accept-gap", flags.accept_gap, "Go on though retention has cut the beginning");
  verb->add_option("--sample", flags.sample, "Clean so many of them, and tell what would die")
      ->check(CLI::Range(1, 100'000));
}

bool is_id(const std::string& id) {
  return id.size() <= kIdBytesMax && std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

Complaint read_time(const std::string& flag, const std::string& text, base::Timestamp now,
                    std::optional<base::Timestamp>& time) {
  if (text.empty()) return std::nullopt;
  const auto point = replay::read_point(text, now);
  if (!point || point->kind != replay::Point::Kind::Time || text.starts_with('-')) {
    return flag + ": '" + text + "' is neither a day nor an RFC 3339 time";
  }
  time = point->time;
  return std::nullopt;
}

Complaint read_point(const std::string& flag, const std::string& text, base::Timestamp now,
                     replay::Point& point) {
  const auto read = replay::read_point(text, now);
  if (!read) {
    return flag + ": '" + text +
           "' is none of: 2026-11-01, RFC 3339, -7d, offset:1200, earliest, now";
  }
  point = *read;
  return std::nullopt;
}

Complaint read_length(const std::string& flag, const std::string& text,
                      std::optional<base::Millis>& length) {
  if (text.empty()) return std::nullopt;
  const auto read = read_duration(text);
  if (const auto* complaint = std::get_if<std::string>(&read)) {
    return flag + ": '" + text + "': " + *complaint;
  }
  length = base::Millis(std::get<std::int64_t>(read));
  return std::nullopt;
}

// "10x", "0.5x"
Complaint read_pace(const std::string& text, double& pace) {
  if (text.empty()) return std::nullopt;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), pace);
  const bool whole = read.ec == std::errc() && std::string_view(read.ptr) == "x";
  if (whole && pace > 0 && pace <= 1e6) return std::nullopt;
  return "--pace: '" + text + "' is not so many times the original pace, such as 10x";
}

Complaint read_where(const std::vector<std::string>& texts, replay::Selection& selection) {
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return "--where: '" + text + "' is not field=value";
    }
    selection.where.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return std::nullopt;
}

// Times that are another moment at the next start would select something else when it goes on.
Complaint check_slack(const ReplayFlags& flags, const replay::Request& request) {
  const bool moves = flags.from.starts_with('-') || flags.to.starts_with('-');
  if (request.slack.count() == 0 || !moves) return std::nullopt;
  return "--slack: needs --from and --to as fixed times, not as ages";
}

Complaint read_request(const ReplayFlags& flags, base::Timestamp now, replay::Request& request) {
  if (auto bad =
          read_point(flags.of_dead ? "--since" : "--from", flags.from, now, request.from_point))
    return bad;
  if (auto bad = read_point(flags.of_dead ? "--until" : "--to", flags.to, now, request.to_point))
    return bad;
  std::optional<base::Millis> slack;
  if (auto bad = read_length("--slack", flags.slack, slack)) return bad;
  request.slack = slack.value_or(base::Millis(0));
  if (auto bad = check_slack(flags, request)) return bad;
  if (!flags.partitions.empty()) {
    const auto partitions = replay::read_partitions(flags.partitions);
    if (!partitions) return "--partitions: '" + flags.partitions + "' is not like 0,3-5";
    request.partitions = *partitions;
  }
  replay::Selection& selection = request.selection;
  if (auto bad = read_time("--fetched-from", flags.fetched_from, now, selection.fetched_from)) {
    return bad;
  }
  if (auto bad = read_time("--fetched-to", flags.fetched_to, now, selection.fetched_to)) return bad;
  return read_where(flags.where, selection);
}

}  // namespace

void add_replay(CLI::App& app, ReplayFlags& flags, const std::function<void()>& chosen) {
  // Lives as long as the tree that reads it.
  const auto format = std::make_shared<std::string>("table");
  CLI::App* replay = app.add_subcommand("replay", "Bring the past in once more, beside live news");
  replay->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, ReplayFlags::What kind) {
    CLI::App* verb = replay->add_subcommand(name, what);
    verb->add_option("--format", *format, "table, json")->check(CLI::IsMember({"table", "json"}));
    verb->callback([&flags, kind, format, chosen] {
      flags.what = kind;
      flags.json = *format == "json";
      chosen();
    });
    return verb;
  };
  CLI::App* plan = add("plan", "What a replay would copy, how long it takes, what is against it",
                       ReplayFlags::What::Plan);
  add_selection(plan, flags);
  add_generation(plan, flags);
  CLI::App* run = add("run", "Copy it into the lane of backfills; without --execute only the plan",
                      ReplayFlags::What::Run);
  add_selection(run, flags);
  run->add_flag("--execute", flags.execute, "Do it, or go on with what was begun");
  run->add_option("--pace", flags.pace, "In the original spacing, so many times as fast: 10x");
  run->add_option("--deadline", flags.deadline, "Stop after so long (exit 75); run again to go on");
  run->add_flag("--no-progress", flags.no_progress, "No progress on stderr");
  add_generation(run, flags);
  add_compare(
      add("compare", "How the articles of two generations differ", ReplayFlags::What::Compare),
      flags.compare);
  CLI::App* status = add("status", "How far replays have come", ReplayFlags::What::Status);
  status->add_option("--id", flags.id, "Only this one, partition by partition");
}

std::variant<ReplayWish, std::string> read_wish(const ReplayFlags& flags,
                                                const adapters::config::Settings& settings,
                                                base::Timestamp now) {
  ReplayWish wish;
  replay::Request& request = wish.request;
  const std::string& usual = flags.of_dead ? settings.topics.dead : settings.topics.raw;
  request.topic = flags.topic.empty() ? usual : flags.topic;
  request.target = settings.topics.backfill;
  request.from = flags.from;
  request.to = flags.to;
  request.selection.sites = flags.sites;
  request.selection.keys = flags.keys;
  // Whoever names the topic means dead letters too.
  request.selection.of_dead = request.topic == settings.topics.dead;
  request.selection.reasons = flags.reasons;
  request.selection.attempts_max = flags.attempts_max;
  request.accepts_gap = flags.accept_gap;
  if (!is_id(flags.id)) {
    return "--id: '" + flags.id + "' is not made of letters, digits, '.', '_' and '-'";
  }
  if (auto bad = read_request(flags, now, request)) return *std::move(bad);
  if (auto bad = read_pace(flags.pace, wish.pace)) return *std::move(bad);
  if (auto bad = read_length("--deadline", flags.deadline, wish.deadline)) return *std::move(bad);
  return wish;
}

}  // namespace cli
