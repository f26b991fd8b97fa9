#include "cli/generation_text.h"

#include <ostream>

#include "adapters/config/keys.h"
#include "adapters/status/json.h"
#include "cli/service.h"
#include "cli/text.h"

namespace cli {
namespace {

using adapters::config::Settings;
using adapters::status::Json;

// Topics and groups that only this generation has; when nobody runs it any more, they may go.
struct Belongings {
  std::vector<std::string> topics, groups;
};

Belongings belongings_of(const Settings& own, const Settings& other) {
  Belongings all;
  const auto add = [&](const std::string& mine, const std::string& its) {
    if (!mine.empty() && mine != its) all.topics.push_back(mine);
  };
  add(own.topics.clean, other.topics.clean);
  add(own.topics.versions, other.topics.versions);
  add(changelog_of(own, "version"), {});
  // Whoever shares the candidates needs the stage that makes them.
  const bool is_apart = own.topics.candidates != other.topics.candidates;
  if (is_apart) {
    add(own.topics.candidates, {});
    all.groups = {group_of(own, "clean"), group_of(own, kBackfill)};
  }
  all.groups.push_back(group_of(own, "version"));
  return all;
}

void print_row(std::ostream& out, const std::vector<std::string>& cells) {
  constexpr std::size_t kWidths[] = {9, 14, 14, 14};
  out << to_row(cells, kWidths) << '\n';
}

void print_group(std::ostream& out, const replay::GroupPlan& group) {
  out << group.group << " reads " << group.topic << (group.is_made ? ", made before" : "") << '\n';
  if (group.rows.empty()) out << "  from its first record on\n";
  if (!group.rows.empty()) print_row(out, {"partition", "from", "end now", "records", "note"});
  for (const replay::PlanRow& row : group.rows) {
    print_row(out, {std::to_string(row.partition), std::to_string(row.from), std::to_string(row.to),
                    with_commas(row.records), row.note});
  }
}

void print_gap(std::ostream& out, const std::string& running, const replay::Gap& gap) {
  if (gap.articles == 0) {
    out << "its input has everything that ever came\n";
    return;
  }
  out << "of " << with_commas(gap.articles) << " articles that " << running << " knows\n"
      << pad_left(with_commas(gap.lost), 14) << "  are lost: what made them is not in the input; "
      << with_commas(gap.lost_withdrawn) << " of them withdrawn\n"
      << pad_left(with_commas(gap.unsure), 14)
      << "  may be: fetched before the input begins, published since\n"
      << pad_left(with_commas(gap.cut_short), 14)
      << "  are cut short: their older versions are not in the input\n";
}

void print_keys(std::ostream& out, const Generations& generations) {
  const auto keys = differences_of(generations.running, generations.made);
  out << "run it with\n";
  for (const auto& [path, value] : keys) out << "  --set " << path << '=' << value << '\n';
  out << "or, in the environment\n";
  for (const auto& [path, value] : keys) {
    out << "  " << adapters::config::variable_of(*adapters::config::find_key(path)) << '=' << value
        << '\n';
  }
}

void print_deletion(std::ostream& out, const Belongings& all, const std::string& brokers) {
  for (const std::string& topic : all.topics) {
    out << "  kafka-topics.sh --bootstrap-server " << brokers << " --delete --topic " << topic
        << '\n';
  }
  for (const std::string& group : all.groups) {
    out << "  kafka-consumer-groups.sh --bootstrap-server " << brokers << " --delete --group "
        << group << '\n';
  }
}

// By hand: nothing here is done by a program.
void print_steps(std::ostream& out, const Generations& both) {
  const Settings &running = both.running, &made = both.made;
  const bool is_apart = running.topics.candidates != made.topics.candidates;
  out << "look at what differs, once it has caught up\n  dateline replay compare "
      << running.generation << ' ' << made.generation << '\n'
      << "cut over: readers move to " << made.topics.clean
      << (made.topics.versions.empty() ? "" : " and " + made.topics.versions) << "; then "
      << (is_apart ? "stop " + running.generation
                   : "run " + running.generation + " with --stages clean: it still cleans for both")
      << "\nroll back: start " << running.generation
      << " as it was, await its lag, readers move back\n";
  out << "if " << made.generation << " is given up, and nobody runs it any more\n";
  print_deletion(out, belongings_of(made, running), running.kafka.brokers);
  out << "if " << running.generation << " is not needed any more, and nobody runs it any more\n";
  print_deletion(out, belongings_of(running, made), running.kafka.brokers);
}

}  // namespace

void print_table(std::ostream& out, const GenerationShown& shown) {
  const replay::GenerationPlan& plan = shown.plan;
  for (const replay::GroupPlan& group : plan.groups) print_group(out, group);
  if (!plan.topics.empty()) out << "topics to be made\n";
  for (const std::string& topic : plan.topics) out << "  " << topic << '\n';
  if (!plan.is_made()) print_gap(out, shown.generations.running.generation, plan.gap);
  for (const std::string& refusal : plan.refusals) out << "refused: " << refusal << '\n';
  if (!plan.refusals.empty()) return;
  print_keys(out, shown.generations);
  print_steps(out, shown.generations);
}

void print_json(std::ostream& out, const GenerationShown& shown) {
  const replay::GenerationPlan& plan = shown.plan;
  Json json;
  json.begin_object();
  json.number("format", std::int64_t{1});
  json.text("generation", plan.name);
  json.text("digest", plan.digest);
  json.boolean("made", shown.is_done);
  json.begin_list("groups");
  for (const replay::GroupPlan& group : plan.groups) {
    json.begin_object();
    json.text("group", group.group);
    json.text("topic", group.topic);
    json.begin_list("partitions");
    for (const replay::PlanRow& row : group.rows) {
      json.begin_object();
      json.number("partition", std::int64_t{row.partition});
      json.number("from", row.from);
      json.number("to", row.to);
      if (!row.note.empty()) json.text("note", row.note);
      json.end_object();
    }
    json.end_list();
    json.end_object();
  }
  json.end_list();
  json.begin_list("topics");
  for (const std::string& topic : plan.topics) json.text({}, topic);
  json.end_list();
  json.begin_object("unknown");
  json.number("articles", plan.gap.articles);
  json.number("lost", plan.gap.lost);
  json.number("lost_withdrawn", plan.gap.lost_withdrawn);
  json.number("unsure", plan.gap.unsure);
  json.number("cut_short", plan.gap.cut_short);
  json.end_object();
  json.begin_object("keys");
  for (const auto& [path, value] :
       differences_of(shown.generations.running, shown.generations.made)) {
    json.text(path, value);
  }
  json.end_object();
  json.begin_list("refused");
  for (const std::string& refusal : plan.refusals) json.text({}, refusal);
  json.end_list();
  json.end_object();
  out << json.str() << '\n';
}

}  // namespace cli
