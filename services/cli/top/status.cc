#include "cli/top/status.h"

#include <algorithm>
#include <cstdlib>

#include "base/time.h"
#include "news/lenient_json.h"

namespace cli::top {
namespace {

using news::JsonKind;
using news::JsonValue;

constexpr news::JsonLimits kLimits{.values_max = 500'000, .depth_max = 16};

double number_of(const JsonValue& value, std::string_view name) {
  const JsonValue found = value.find(name);
  return found.is(JsonKind::Number) ? std::strtod(std::string(found.text()).c_str(), nullptr) : 0;
}

std::int64_t count_of(const JsonValue& value, std::string_view name) {
  return static_cast<std::int64_t>(number_of(value, name));
}

std::string text_of(const JsonValue& value, std::string_view name) {
  return std::string(value.find(name).text());
}

bool is_true(const JsonValue& value, std::string_view name) {
  return value.find(name).text() == "true";
}

void read_worker(const JsonValue& worker, Stage& stage) {
  ++stage.workers;
  for (JsonValue each = worker.find("partitions").first(); each; each = each.next()) {
    const std::string_view phase = each.find("phase").text();
    ++(phase == "live" ? stage.live : phase == "restoring" ? stage.restoring : stage.asking);
  }
  const JsonValue restore = worker.find("restore");
  if (!restore) return;
  stage.restore_left += count_of(restore, "records_left");
  if (!restore.find("eta_seconds")) return;
  stage.restore_eta = std::max(stage.restore_eta.value_or(0), number_of(restore, "eta_seconds"));
}

Stage read_stage(const JsonValue& value) {
  const JsonValue rates = value.find("rates");
  Stage stage{.name = text_of(value, "stage"),
              .input = text_of(value, "input"),
              .consumed = number_of(rates, "consumed"),
              .produced = number_of(rates, "produced"),
              .dead = number_of(rates, "dead_letters"),
              .lag_records = count_of(value, "lag_records"),
              .lag_seconds = number_of(value, "lag_seconds")};
  for (JsonValue each = value.find("workers").first(); each; each = each.next()) {
    read_worker(each, stage);
  }
  const JsonValue history = value.find("history").find("consumed");
  for (JsonValue each = history.first(); each; each = each.next()) {
    stage.history.push_back(std::strtod(std::string(each.text()).c_str(), nullptr));
  }
  stage.history.push_back(stage.consumed);
  return stage;
}

Counts read_counts(const JsonValue& object) {
  Counts counts;
  for (JsonValue each = object.first(); each; each = each.next()) {
    counts[std::string(each.name())] = count_of(object, each.name());
  }
  return counts;
}

// [{"site": "a.example", "count": 7}] and the like.
void add_list(Counts& counts, const JsonValue& list, std::string_view name) {
  for (JsonValue each = list.first(); each; each = each.next()) {
    counts[text_of(each, name)] += count_of(each, "count");
  }
}

std::string state_of(const JsonValue& root, const std::vector<Stage>& stages) {
  if (is_true(root, "draining")) return "draining";
  if (!is_true(root, "live")) return "stuck";
  const bool restores = std::any_of(stages.begin(), stages.end(),
                                    [](const Stage& stage) { return stage.restoring > 0; });
  if (restores) return "restoring";
  return is_true(root, "ready") ? "ready" : "not ready";
}

double up_of(const JsonValue& root) {
  const auto now = base::read_rfc3339(root.find("now").text());
  const auto started = base::read_rfc3339(root.find("process").find("started").text());
  if (!now || !started) return 0;
  return std::max(0.0, static_cast<double>(now->value - started->value) / 1000);
}

void add_stage(std::vector<Stage>& all, const Stage& one) {
  const auto same = std::find_if(all.begin(), all.end(), [&](const Stage& stage) {
    return stage.name == one.name && stage.input == one.input;
  });
  if (same == all.end()) return all.push_back(one);
  Stage& sum = *same;
  sum.consumed += one.consumed;
  sum.produced += one.produced;
  sum.dead += one.dead;
  sum.lag_records += one.lag_records;
  sum.lag_seconds = std::max(sum.lag_seconds, one.lag_seconds);
  sum.workers += one.workers;
  sum.live += one.live;
  sum.restoring += one.restoring;
  sum.asking += one.asking;
  sum.restore_left += one.restore_left;
  if (one.restore_eta) sum.restore_eta = std::max(sum.restore_eta.value_or(0), *one.restore_eta);
  // They end at the same moment; the younger one begins later.
  if (sum.history.size() < one.history.size()) {
    sum.history.insert(sum.history.begin(), one.history.size() - sum.history.size(), 0);
  }
  const std::size_t skip = sum.history.size() - one.history.size();
  for (std::size_t i = 0; i < one.history.size(); ++i) sum.history[skip + i] += one.history[i];
}

void add_counts(Counts& sum, const Counts& one) {
  for (const auto& [name, count] : one) sum[name] += count;
}

}  // namespace

base::Result<Process> read_process(std::string_view json) {
  news::JsonDocument document;
  if (!document.read(json, kLimits) || document.was_repaired()) {
    return base::stop("bad_status", "the answer is no JSON");
  }
  const JsonValue root = document.root();
  if (count_of(root, "format") != 1) {
    return base::stop("bad_status", "its /status has another format than 1");
  }
  Process process;
  process.instance = text_of(root, "instance");
  process.version = text_of(root.find("build"), "version");
  process.generation = text_of(root, "generation");
  process.up_seconds = up_of(root);
  process.resident_bytes = count_of(root.find("process"), "resident_bytes");
  for (JsonValue each = root.find("stages").first(); each; each = each.next()) {
    process.stages.push_back(read_stage(each));
    add_list(process.dead_letters, each.find("dead_letters"), "reason");
  }
  process.state = state_of(root, process.stages);
  process.verdicts = read_counts(root.find("verdicts"));
  const JsonValue sites = root.find("sites");
  add_list(process.sites, sites.find("records"), "site");
  add_list(process.dead_sites, sites.find("dead_letters"), "site");
  add_list(process.missing, sites.find("missing"), "site");
  for (JsonValue each = root.find("articles").find("last").first(); each; each = each.next()) {
    process.articles.push_back({text_of(each, "at"), text_of(each, "site"),
                                text_of(each, "outcome"), text_of(each, "version"),
                                text_of(each, "headline")});
  }
  return process;
}

Process sum_of(const std::vector<Process>& processes) {
  Process sum;
  for (const Process& one : processes) {
    for (const Stage& stage : one.stages) add_stage(sum.stages, stage);
    add_counts(sum.verdicts, one.verdicts);
    add_counts(sum.dead_letters, one.dead_letters);
    add_counts(sum.sites, one.sites);
    add_counts(sum.dead_sites, one.dead_sites);
    add_counts(sum.missing, one.missing);
    sum.resident_bytes += one.resident_bytes;
    sum.articles.insert(sum.articles.end(), one.articles.begin(), one.articles.end());
  }
  std::stable_sort(sum.articles.begin(), sum.articles.end(),
                   [](const Article& a, const Article& b) { return a.at > b.at; });
  return sum;
}

}  // namespace cli::top
