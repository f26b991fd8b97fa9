#include "adapters/status/status_page.h"

#include <algorithm>
#include <cmath>

#include "adapters/status/health.h"
#include "adapters/status/json.h"
#include "adapters/status/status_stage.h"

namespace adapters::status {
namespace {

constexpr std::size_t kSitesMax = 20;

void add_build(Json& out, const Build& build) {
  out.begin_object("build");
  out.text("version", build.version);
  out.text("commit", build.commit);
  out.text("librdkafka", build.librdkafka);
  out.text("rocksdb", build.rocksdb);
  out.text("simdjson", build.simdjson);
  out.end_object();
}

void add_health(Json& out, const View& view) {
  const Health ready = readiness(view);
  out.boolean("ready", ready.good);
  out.boolean("live", liveness(view).good);
  out.boolean("draining", view.draining);
  out.begin_list("not_ready");
  for (const Finding& finding : ready.findings) {
    if (!finding.good) out.text({}, finding.what);
  }
  out.end_list();
}

void add_process(Json& out, const View& view) {
  const Process& process = view.process;
  out.begin_object("process");
  out.text("started", base::to_rfc3339(
                          {static_cast<std::int64_t>(std::llround(process.start_seconds)) * 1000}));
  out.seconds("cpu_seconds", process.cpu_seconds);
  out.number("resident_bytes", process.resident_bytes);
  out.number("open_fds", process.open_fds);
  if (view.state) {
    out.number("disk_free_bytes", view.state->disk_free_bytes);
    out.number("disk_size_bytes", view.state->disk_size_bytes);
  }
  out.end_object();
}

void add_kafka(Json& out, const View& view) {
  out.begin_object("kafka");
  out.begin_list("brokers");
  for (const Broker& broker : view.brokers) {
    out.begin_object();
    out.number("id", std::int64_t{broker.id});
    out.boolean("up", broker.is_up);
    if (broker.round_trip_seconds > 0) out.seconds("round_trip_seconds", broker.round_trip_seconds);
    out.end_object();
  }
  out.end_list();
  Counts errors;
  for (const KafkaError& error : view.kafka_errors) {
    if (error.count > 0) errors[error.client + " " + error.error] += error.count;
  }
  add_counts(out, "errors", errors);
  out.end_object();
}

void add_log(Json& out, const View& view) {
  out.begin_object("log_lines");
  for (const NamedCount& level : view.log_lines) out.number(level.name, level.count);
  out.end_object();
}

void add_sites(Json& out, std::string_view key, std::string_view parts,
               const std::vector<TopSite>& sites) {
  out.begin_list(key);
  for (std::size_t i = 0; i < std::min(sites.size(), kSitesMax); ++i) {
    out.begin_object();
    out.text("site", sites[i].site);
    out.number("count", sites[i].count);
    out.number("over", sites[i].over);
    if (!parts.empty()) {
      out.begin_object(parts);
      for (const NamedCount& part : sites[i].parts) out.number(part.name, part.count);
      out.end_object();
    }
    out.end_object();
  }
  out.end_list();
}

void add_articles(Json& out, const View& view) {
  out.begin_object("articles");
  out.boolean("kept", view.keeps_articles);
  out.begin_list("last");
  for (const ArticleLine& article : view.articles) {
    out.begin_object();
    out.number("id", article.id);
    out.text("at", base::to_rfc3339(article.at));
    out.text("site", article.site);
    out.text("url", article.url);
    out.text("headline", article.headline);
    out.text("outcome", article.outcome);
    out.boolean("dead", article.is_dead);
    if (!article.version.empty()) out.text("version", article.version);
    out.number("bytes", article.bytes);
    out.end_object();
  }
  out.end_list();
  out.end_object();
}

void add_replay(Json& out, const ReplayView& replay) {
  out.begin_object("replay");
  out.text("id", replay.id);
  out.text("state", replay.state);
  out.number("planned", replay.planned);
  out.number("copied", replay.copied);
  out.rate("records_per_second", replay.records_per_second);
  if (replay.eta_seconds) out.seconds("eta_seconds", *replay.eta_seconds);
  out.number("rate_records", replay.rate_records);
  out.number("rate_bytes", replay.rate_bytes);
  out.begin_list("paused_by");
  for (const auto& [cause, is_paused] : replay.paused) {
    if (is_paused) out.text({}, cause);
  }
  out.end_list();
  out.begin_object("skipped");
  for (const NamedCount& each : replay.skipped) {
    if (each.count > 0) out.number(each.name, each.count);
  }
  out.end_object();
  out.end_object();
}

}  // namespace

std::string to_status_json(const View& view) {
  Json out;
  out.begin_object();
  out.number("format", std::int64_t{1});
  out.text("now", base::to_rfc3339(view.now));
  add_build(out, view.build);
  out.text("app", view.app);
  out.text("generation", view.generation);
  out.text("instance", view.instance);
  out.text("config_hash", view.config_hash);
  add_health(out, view);
  add_process(out, view);
  add_kafka(out, view);
  add_log(out, view);
  add_counts(out, "verdicts", counts_by(view, "verdicts_total", "verdict"));
  add_counts(out, "changes", counts_by(view, "changes_total", "class"));
  out.begin_list("stages");
  for (std::size_t i = 0; i < view.stages.size(); ++i) add_stage(out, view, i);
  out.end_list();
  out.begin_object("sites");
  add_sites(out, "records", {}, view.sites.records);
  add_sites(out, "dead_letters", "reasons", view.sites.dead_letters);
  add_sites(out, "missing", "fields", view.sites.missing);
  out.end_object();
  add_articles(out, view);
  if (view.replay) add_replay(out, *view.replay);
  out.end_object();
  return out.str() + "\n";
}

}  // namespace adapters::status
