#include "cli/replay_text.h"

#include <algorithm>
#include <ostream>

#include "adapters/status/json.h"
#include "cli/text.h"

namespace cli {
namespace {

using adapters::status::Json;

std::string spell_time(base::Millis time) {
  const auto seconds = static_cast<std::uint64_t>(time.count() / 1000);
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3600) return std::to_string(seconds / 60) + " min";
  return std::to_string(seconds / 3600) + " h " + std::to_string(seconds % 3600 / 60) + " min";
}

std::string spell_rates(const replay::Rates& rates) {
  std::string text;
  if (rates.records > 0) text = with_commas(rates.records) + "/s";
  if (rates.bytes > 0) text += (text.empty() ? "" : " and ") + spell_bytes(rates.bytes) + "/s";
  return text;
}

void print_row(std::ostream& out, const std::vector<std::string>& cells) {
  constexpr std::size_t kWidths[] = {9, 12, 12, 14, 11};
  out << to_row(cells, kWidths) << '\n';
}

void add_row(Json& json, const replay::PlanRow& row) {
  json.begin_object();
  json.number("partition", std::int64_t{row.partition});
  json.number("from", row.from);
  json.number("to", row.to);
  json.number("records", row.records);
  json.number("bytes", row.bytes);
  if (!row.note.empty()) json.text("note", row.note);
  json.end_object();
}

std::string percent(std::uint64_t done, std::uint64_t planned) {
  return std::to_string(to_percent(done, planned)) + "%";
}

}  // namespace

std::string spell_bytes(std::uint64_t bytes) {
  constexpr const char* kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  auto amount = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; amount >= 1024 && unit + 1 < std::size(kUnits); ++unit) amount /= 1024;
  std::string text = std::to_string(amount);
  // One digit behind the point, of small numbers of large units.
  text.resize(unit == 0 || amount >= 10 ? text.find('.') : text.find('.') + 2);
  return text + ' ' + kUnits[unit];
}

std::string summary_of(const ReplayPlanShown& shown) {
  const auto time = replay::time_for(shown.plan, shown.rates);
  std::string text =
      time ? spell_time(*time) + " at " + spell_rates(shown.rates) : "no rate is set";
  return text + "; live traffic is " +
         count_of(static_cast<std::size_t>(shown.plan.live_lag), "record", "records") + " behind";
}

void print_sample(std::ostream& out, const ReplaySample& sample) {
  std::uint64_t dead = 0;
  for (const auto& [reason, count] : sample.dead) dead += count;
  out << "sample: " << with_commas(sample.cleaned + dead) << " read, " << with_commas(dead)
      << " would be dead letters";
  bool first = true;
  for (const auto& [reason, count] : sample.dead) {
    out << (first ? ": " : ", ") << reason << ' ' << with_commas(count);
    first = false;
  }
  out << '\n';
}

void add_totals(Json& json, const ReplayPlanShown& shown) {
  const replay::Plan& plan = shown.plan;
  json.number("records", plan.records());
  json.number("bytes", plan.bytes());
  if (const auto time = replay::time_for(plan, shown.rates)) {
    json.seconds("seconds", static_cast<double>(time->count()) / 1000);
  }
  json.number("live_lag", plan.live_lag);
  if (shown.sample) {
    json.begin_object("sample");
    json.number("cleaned", shown.sample->cleaned);
    json.begin_object("dead");
    for (const auto& [reason, count] : shown.sample->dead) json.number(reason, count);
    json.end_object();
    json.end_object();
  }
  json.begin_list("refused");
  for (const std::string& refusal : plan.refusals) json.text({}, refusal);
  json.end_list();
}

void print_table(std::ostream& out, const ReplayPlanShown& shown) {
  const replay::Plan& plan = shown.plan;
  print_row(out, {"partition", "from", "to", "records", "bytes", "note"});
  for (const replay::PlanRow& row : plan.rows) {
    print_row(out, {std::to_string(row.partition), std::to_string(row.from), std::to_string(row.to),
                    with_commas(row.records), "~ " + spell_bytes(row.bytes), row.note});
  }
  print_row(out, {"total", "", "", with_commas(plan.records()), "~ " + spell_bytes(plan.bytes()),
                  summary_of(shown)});
  if (shown.sample) print_sample(out, *shown.sample);
  out << "from " << plan.topic << " to " << plan.target << " as " << plan.id << '\n';
  for (const std::string& refusal : plan.refusals) out << "refused: " << refusal << '\n';
}

void print_json(std::ostream& out, const ReplayPlanShown& shown) {
  const replay::Plan& plan = shown.plan;
  Json json;
  json.begin_object();
  json.number("format", std::int64_t{1});
  json.text("id", plan.id);
  json.text("digest", plan.digest);
  json.text("topic", plan.topic);
  json.text("target", plan.target);
  json.begin_list("partitions");
  for (const replay::PlanRow& row : plan.rows) add_row(json, row);
  json.end_list();
  add_totals(json, shown);
  json.end_object();
  out << json.str() << '\n';
}

std::uint64_t ReplayState::planned() const {
  std::uint64_t sum = 0;
  for (const auto& each : partitions) {
    sum += static_cast<std::uint64_t>(each.note.to - each.note.from);
  }
  return sum;
}

std::uint64_t ReplayState::done() const {
  std::uint64_t sum = 0;
  for (const auto& each : partitions) sum += static_cast<std::uint64_t>(each.next - each.note.from);
  return sum;
}

bool ReplayState::is_done() const {
  return std::all_of(partitions.begin(), partitions.end(),
                     [](const replay::Progress& each) { return each.is_done(); });
}

void print_table(std::ostream& out, const std::vector<ReplayState>& states) {
  for (const ReplayState& state : states) {
    out << state.id << "  " << state.topic << "  " << with_commas(state.done()) << " of "
        << with_commas(state.planned()) << " (" << percent(state.done(), state.planned()) << ")"
        << (state.is_done() ? ", done" : "") << '\n';
  }
  if (states.size() != 1) return;
  print_row(out, {"partition", "from", "next", "to", "done"});
  for (const replay::Progress& each : states.front().partitions) {
    const auto planned = static_cast<std::uint64_t>(each.note.to - each.note.from);
    print_row(out, {std::to_string(each.partition), std::to_string(each.note.from),
                    std::to_string(each.next), std::to_string(each.note.to),
                    percent(static_cast<std::uint64_t>(each.next - each.note.from), planned)});
  }
}

void print_json(std::ostream& out, const std::vector<ReplayState>& states) {
  for (const ReplayState& state : states) {
    Json json;
    json.begin_object();
    json.text("id", state.id);
    json.text("topic", state.topic);
    json.number("planned", state.planned());
    json.number("done", state.done());
    json.boolean("complete", state.is_done());
    json.begin_list("partitions");
    for (const replay::Progress& each : state.partitions) {
      json.begin_object();
      json.number("partition", std::int64_t{each.partition});
      json.number("from", each.note.from);
      json.number("next", each.next);
      json.number("to", each.note.to);
      json.end_object();
    }
    json.end_list();
    json.end_object();
    out << json.str() << '\n';
  }
}

}  // namespace cli
