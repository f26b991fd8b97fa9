#include "cli/dead_flags.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace cli {
namespace {

constexpr std::size_t kLimitMax = 100'000;
constexpr int kAttemptsMax = 1'000'000;

void add_format(CLI::App* verb, std::string& format) {
  verb->add_option("--format", format, "table, json")->check(CLI::IsMember({"table", "json"}));
}

// The filters that looking and bringing in again have in common.
void add_filters(CLI::App* verb, std::string& since, std::string& until,
                 std::vector<std::string>& reasons, std::vector<std::string>& sites,
                 int& attempts_max) {
  verb->add_option("--since", since, "Only what died since: a time, a day, -7d");
  verb->add_option("--until", until, "Only what died before");
  verb->add_option("--reason", reasons, "Only of these reasons");
  verb->add_option("--site", sites, "Only of these sites, as far as they can be told");
  verb->add_option("--max-attempts", attempts_max, "Only what has died so often at most")
      ->check(CLI::Range(1, kAttemptsMax));
}

CLI::App* add_list(CLI::App* dead, DeadFlags& flags) {
  CLI::App* list = dead->add_subcommand("list", "Dead letters, the newest first");
  add_filters(list, flags.since, flags.until, flags.reasons, flags.sites, flags.attempts_max);
  list->add_option("--stage", flags.stages, "Only of these stages: clean, version");
  list->add_option("--limit", flags.limit, "Show so many at most")
      ->check(CLI::Range(std::size_t{1}, kLimitMax))
      ->capture_default_str();
  list->add_option("--by", flags.by, "Count all of them: reason, site")
      ->check(CLI::IsMember({"reason", "site"}));
  list->add_option("--out", flags.out,
                   "File for the events among them, to edit and to bring in by replay run --file");
  return list;
}

CLI::App* add_show(CLI::App* dead, DeadFlags& flags) {
  CLI::App* show = dead->add_subcommand("show", "One of them: headers, an empty line, its value");
  show->add_option("PLACE", flags.place, "partition/offset, as list has it")->required();
  return show;
}

CLI::App* add_again(CLI::App* dead, ReplayFlags& flags) {
  CLI::App* again = dead->add_subcommand(
      "replay", "Bring events in again through the lane of backfills; without --execute only plan");
  add_filters(again, flags.from, flags.to, flags.reasons, flags.sites, flags.attempts_max);
  again->add_option("--rate", flags.rate, "Records a second at most (replay.rate); 0: no limit");
  again->add_option("--id", flags.id, "Name, to go on under (default: made from the plan)");
  again->add_flag("--accept-gap", flags.accept_gap, "Go on though retention has cut the beginning");
  again->add_flag("--execute", flags.execute, "Do it, or go on with what was begun");
  again->add_flag("--no-progress", flags.no_progress, "No progress on stderr");
  return again;
}

}  // namespace

void add_dead(CLI::App& app, DeadFlags& flags, ReplayFlags& replay, const DeadChosen& chosen) {
  // Lives as long as the tree that reads it.
  const auto format = std::make_shared<std::string>("table");
  CLI::App* dead = app.add_subcommand("dead", "What could not be used: look at it, try it again");
  dead->require_subcommand(1);
  CLI::App* list = add_list(dead, flags);
  add_format(list, *format);
  list->callback([&flags, format, chosen] {
    flags.what = DeadFlags::What::List;
    flags.json = *format == "json";
    chosen.dead();
  });
  add_show(dead, flags)->callback([&flags, chosen] {
    flags.what = DeadFlags::What::Show;
    chosen.dead();
  });
  CLI::App* again = add_again(dead, replay);
  add_format(again, *format);
  again->callback([&replay, format, chosen] {
    replay.what = ReplayFlags::What::Run;
    replay.of_dead = true;
    replay.json = *format == "json";
    chosen.replay();
  });
}

}  // namespace cli
