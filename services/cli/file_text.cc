#include "cli/file_text.h"

#include <ostream>

#include "adapters/status/json.h"
#include "cli/text.h"

namespace cli {
namespace {

using adapters::status::Json;

void print_row(std::ostream& out, const std::vector<std::string>& cells) {
  constexpr std::size_t kWidths[] = {9, 8, 12, 12};
  out << to_row(cells, kWidths) << '\n';
}

std::string spell_events(const replay::FilePlanRow& row) {
  if (row.packing == "?") return "?";
  return (row.is_exact ? "" : "~ ") + with_commas(row.events);
}

void add_row(Json& json, const replay::FilePlanRow& row) {
  json.begin_object();
  json.text("path", row.path);
  json.number("bytes", row.bytes);
  json.text("packing", row.packing);
  json.text("form", row.form);
  json.number("records", row.events);
  json.boolean("exact", row.is_exact);
  if (!row.note.empty()) json.text("note", row.note);
  json.end_object();
}

}  // namespace

void print_table(std::ostream& out, const FilePlanShown& shown) {
  const replay::FilePlan& plan = shown.plan;
  print_row(out, {"bytes", "packed", "form", "events", "file", "note"});
  std::uint64_t bytes = 0;
  for (const replay::FilePlanRow& row : plan.rows) {
    bytes += row.bytes;
    print_row(out, {row.packing == "?" ? "?" : spell_bytes(row.bytes), row.packing, row.form,
                    spell_events(row), row.path, row.note});
  }
  const replay::Plan totals = plan.totals();
  print_row(out, {spell_bytes(bytes), "", "", with_commas(totals.records()),
                  "total, " + summary_of({totals, shown.rates, std::nullopt})});
  if (shown.sample) print_sample(out, *shown.sample);
  out << "from " << count_of(plan.rows.size(), "file", "files") << " to " << plan.target << " as "
      << plan.id << '\n';
  for (const std::string& refusal : plan.refusals) out << "refused: " << refusal << '\n';
}

void print_json(std::ostream& out, const FilePlanShown& shown) {
  const replay::FilePlan& plan = shown.plan;
  const replay::Plan totals = plan.totals();
  Json json;
  json.begin_object();
  json.number("format", std::int64_t{1});
  json.text("id", plan.id);
  json.text("digest", plan.digest);
  json.text("target", plan.target);
  json.begin_list("files");
  for (const replay::FilePlanRow& row : plan.rows) add_row(json, row);
  json.end_list();
  json.boolean("resumable", !plan.has_pipe);
  add_totals(json, {totals, shown.rates, shown.sample});
  json.end_object();
  out << json.str() << '\n';
}

void print_table(std::ostream& out, const FileState& state) {
  const replay::FileNote& note = state.progress.note;
  out << state.id << "  files  " << with_commas(note.read);
  if (note.size > 0) {
    out << " of " << with_commas(note.size) << " bytes (" << to_percent(note.read, note.size)
        << "%)";
  } else {
    out << " bytes of a pipe";
  }
  out << ", " << count_of(note.events, "event", "events");
  for (std::size_t i = 0; i < note.skipped.size(); ++i) {
    if (note.skipped[i] == 0) continue;
    out << ", " << replay::kSkipTexts[i] << ' ' << with_commas(note.skipped[i]);
  }
  out << (note.is_done ? ", done" : "") << '\n';
}

void print_json(std::ostream& out, const FileState& state) {
  const replay::FileNote& note = state.progress.note;
  Json json;
  json.begin_object();
  json.text("id", state.id);
  json.text("topic", "files");
  json.number("bytes", note.size);
  json.number("bytes_read", note.read);
  json.number("done", note.events);
  json.boolean("complete", note.is_done);
  json.begin_object("skipped");
  for (std::size_t i = 0; i < note.skipped.size(); ++i) {
    if (note.skipped[i] > 0) json.number(replay::kSkipTexts[i], note.skipped[i]);
  }
  json.end_object();
  json.end_object();
  out << json.str() << '\n';
}

}  // namespace cli
