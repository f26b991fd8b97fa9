#include "adapters/status/contract.h"

#include <algorithm>
#include <array>

namespace adapters::status {
namespace {

using enum MetricKind;
using enum ShownBy;

constexpr auto kMetrics = std::to_array<Metric>({
    // Flow
    {"records_consumed_total", Counter, "records", "stage, topic",
     "Input records whose effects are committed: results, state and offsets."},
    {"consumed_bytes_total", Counter, "bytes", "stage, topic",
     "Keys and values of those input records."},
    {"records_produced_total", Counter, "records", "stage, topic",
     "Records committed to a topic: results, changelog and dead letters."},
    {"produced_bytes_total", Counter, "bytes", "stage, topic",
     "Keys and values of the records committed to a topic, before compression."},
    {"dead_letters_total", Counter, "records", "stage, reason",
     "Records that became dead letters. Of clean: consumed = candidates + dead letters."},
    {"stage_duration_seconds", Histogram, "seconds", "stage",
     "Time the stage took for one record, without broker and disk writes."},
    {"event_bytes", Histogram, "bytes", "stage", "Size of one input record's value."},
    {"end_to_end_seconds", Histogram, "seconds", "lane",
     "From the append of the raw record to the commit of what became of it."},
    {"freshness_seconds", Histogram, "seconds", "lane",
     "From the fetch of the page to the commit of what became of it."},

    // Cleaning
    {"clean_pages_total", Counter, "pages", "method, confidence",
     "Pages cleaned, by the way their text was found and how sure that is.", Clean},
    {"clean_fields_total", Counter, "pages", "field, found",
     "Pages cleaned, by whether they have a field; once for each field.", Clean},
    {"clean_flags_total", Counter, "pages", "flag",
     "Pages of which cleaning has something to remark; once for each remark.", Clean},

    // Judging
    {"verdicts_total", Counter, "candidates", "verdict, published, lane",
     "Candidates judged. Of version: consumed = verdicts + dead letters + text floods.", Version},
    {"changes_total", Counter, "versions", "class",
     "Versions by how they differ from the one before them.", Version},
    {"identity_total", Counter, "candidates", "key",
     "Candidates by the strongest key under which their article was found.", Version},
    {"guard_total", Counter, "candidates", "guard",
     "How often a key was not believed: it is shared by too much to name one article.", Version},
    {"merges_total", Counter, "articles", "",
     "Articles that turned out to be one with another, and were joined to it.", Version},
    {"clock_ahead_total", Counter, "candidates", "",
     "Candidates that claim to be fetched in the future: they count from when they came.", Version},
    {"settled_total", Counter, "rows", "row",
     "Rows of the state that came to their age and were given up, by kind.", Version},
    {"texts_pending_total", Counter, "articles", "",
     "Articles whose newest text is not at hand: nothing is published until it comes again.",
     Version},
    {"stubs_missed_total", Counter, "candidates", "",
     "Candidates of an article given up long ago that share no key with it: published as new.",
     Version},
    {"limits_total", Counter, "events", "limit", "How often a named limit acted."},

    // Lag and work
    {"consumer_lag_records", Gauge, "records", "stage, topic, partition",
     "End of a partition less what is committed. Markers count: drained, it shows 1."},
    {"consumer_lag_seconds", Gauge, "seconds", "stage, topic",
     "Age of the oldest uncommitted record of the worst partition; while it restores, since then."},
    {"assigned_partitions", Gauge, "partitions", "stage", "Input partitions this process owns."},
    {"restoring_partitions", Gauge, "partitions", "stage",
     "Those of them whose state is not restored yet."},
    {"workers", Gauge, "threads", "stage", "Worker threads, each a member of the group."},
    {"rebalances_total", Counter, "rebalances", "stage, type",
     "How often workers were given partitions, or had some taken away."},
    {"rebuilds_total", Counter, "rebuilds", "stage, cause",
     "How often a worker threw its producer away and began again from the last commit."},
    {"retries_total", Counter, "calls", "stage", "Calls to brokers that had to be made again."},
    {"commits_total", Counter, "transactions", "stage, outcome",
     "Transactions; of an unknown outcome the broker is asked before anything goes on."},
    {"commit_duration_seconds", Histogram, "seconds", "stage",
     "One transaction, from its first record to the broker's answer."},
    {"commit_records", Histogram, "records", "stage", "Input records of one transaction."},
    {"worker_busy_seconds_total", Counter, "seconds", "stage, phase",
     "Where the workers' time goes; in poll they wait for records."},
    {"heartbeat_age_seconds", Gauge, "seconds", "stage",
     "Since the last sign of life of the slowest worker."},
    {"overlay_bytes", Gauge, "bytes", "stage", "State changes that are not committed yet."},

    // Brokers
    {"kafka_errors_total", Counter, "errors", "client, error",
     "Errors that librdkafka reported; most of them heal by themselves."},
    {"kafka_queue_bytes", Gauge, "bytes", "stage, client",
     "In librdkafka's queues: fetched and not read, or produced and not sent."},
    {"kafka_broker_rtt_seconds", Gauge, "seconds", "broker",
     "Mean time of a request to a broker and back."},
    {"kafka_brokers_up", Gauge, "brokers", "", "Brokers to which a connection stands."},
    {"kafka_uncompressed", Gauge, "boolean", "",
     "1 after a broker refused our compression: what is sent is larger than need be."},

    // State
    {"state_keys", Gauge, "rows", "stage", "Rows in the open stores, estimated.", State},
    {"state_live_bytes", Gauge, "bytes", "stage",
     "Size of the rows that count, estimated: what one full compaction would leave.", State},
    {"state_sst_bytes", Gauge, "bytes", "stage", "Size of the stores' files.", State},
    {"state_memtable_bytes", Gauge, "bytes", "stage",
     "Write buffers: rows that are in no file yet.", State},
    {"state_compaction_pending_bytes", Gauge, "bytes", "stage",
     "What compaction has still to rewrite, estimated.", State},
    {"state_cache_lookups_total", Counter, "blocks", "result",
     "Blocks of the stores' files that were asked of the cache.", State},
    {"state_stall_seconds_total", Counter, "seconds", "",
     "Time that writes waited because compaction did not keep up.", State},
    {"state_read_duration_seconds", Histogram, "seconds", "stage",
     "One read of the store; one read in 64 is measured.", State},
    {"state_apply_duration_seconds", Histogram, "seconds", "stage",
     "One committed batch written to the store.", State},
    {"state_disk_free_bytes", Gauge, "bytes", "", "Free space where the stores lie.", State},
    {"state_disk_size_bytes", Gauge, "bytes", "", "Size of that volume.", State},
    {"restores_total", Counter, "partitions", "stage, kind",
     "Partitions restored from their changelog: its tail, or all of it.", State},
    {"restored_records_total", Counter, "records", "stage",
     "Changelog records read back into stores.", State},
    {"restore_remaining_records", Gauge, "records", "stage",
     "Changelog records still to read, at most.", State},
    {"restore_eta_seconds", Gauge, "seconds", "stage",
     "Until the slowest worker has restored, at its present pace; +Inf: it does not move.", State},
    {"restore_duration_seconds", Histogram, "seconds", "stage",
     "One partition's restore, from its assignment until it is live.", State},
    {"store_wipes_total", Counter, "stores", "stage, reason",
     "Stores that were of no use, deleted, and restored from the changelog's start.", State},

    // Backfill
    {"replay_records_total", Counter, "records", "result",
     "Records of the source that the replay has read, by what it did with them.", Replay},
    {"replay_skipped_total", Counter, "records", "reason",
     "What stands in the files of a replay and is no event.", Replay},
    {"replay_bytes_total", Counter, "bytes", "", "Keys and values of the copies.", Replay},
    {"replay_planned_records", Gauge, "records", "",
     "Records of the plan, at most; of files about so many.", Replay},
    {"replay_progress_ratio", Gauge, "ratio", "", "Share of the plan that is committed.", Replay},
    {"replay_eta_seconds", Gauge, "seconds", "",
     "Until the end of the plan, at the present pace; +Inf: it does not move.", Replay},
    {"replay_rate_limit_records", Gauge, "records per second", "",
     "Most that may be copied a second; 0: no limit.", Replay},
    {"replay_rate_limit_bytes", Gauge, "bytes per second", "",
     "Most that may be copied a second; 0: no limit.", Replay},
    {"replay_paused", Gauge, "boolean", "cause", "1 while this holds the replay back.", Replay},

    // Process
    {"ready", Gauge, "boolean", "", "1 while /readyz answers 200."},
    {"build_info", Gauge, "boolean", "version, commit, librdkafka, rocksdb, simdjson",
     "Always 1: which build runs, and on which libraries."},
    {"config_info", Gauge, "boolean", "hash, generation",
     "Always 1: which configuration the process started with."},
    {"config_last_reload_successful", Gauge, "boolean", "",
     "1 after a configuration was read and found valid, at the start too; 0: the old one goes on."},
    {"config_last_reload_success_timestamp_seconds", Gauge, "seconds", "",
     "When that was, in seconds since 1970."},
    {"config_restart_required", Gauge, "boolean", "",
     "1 while a key differs that only a start reads from what the process started with."},
    {"log_lines_total", Counter, "lines", "level", "Log lines; an error is one to act on."},
    {"log_lines_lost_total", Counter, "lines", "reason", "Log lines that were not written."},
    {"http_requests_total", Counter, "requests", "path, code",
     "Requests answered, to read and to administer."},
    {"memory_limit_bytes", Gauge, "bytes", "",
     "Most memory that this process may use: its cgroup's limit, else the machine's."},
    {"process_cpu_seconds_total", Counter, "seconds", "", "CPU time, user and system."},
    {"process_open_fds", Gauge, "descriptors", "", "Open file descriptors."},
    {"process_max_fds", Gauge, "descriptors", "", "Most file descriptors that may be open."},
    {"process_virtual_memory_bytes", Gauge, "bytes", "", "Virtual memory."},
    {"process_resident_memory_bytes", Gauge, "bytes", "", "Resident memory."},
    {"process_start_time_seconds", Gauge, "seconds", "",
     "Start of the process, in seconds since 1970."},
});

constexpr auto kLabels = std::to_array<Label>({
    {"stage", "", true, "The stage that counts."},
    {"topic", "", false, "As configured under `topics`; the changelog by its group."},
    {"partition", "", false,
     "Its number, while this process owns it; `all` for the sum of more than "
     "`limits.partition_series_max`."},
    {"lane", "", true, "What crawlers send now, or what a replay sends again."},
    {"reason", "dead_letters_total", true, "The code that the dead letter carries."},
    {"reason", "store_wipes_total", true,
     "Why the store could not go on: another row format, cluster, topic or incarnation of it; the "
     "log starts behind its position, or ends before it; tombstones it has not seen are gone; a "
     "file is broken."},
    {"reason", "log_lines_lost_total", true, "The queue before a slow reader was full."},
    {"reason", "replay_skipped_total", true,
     "A record of a WARC that holds no page, by its type; a response that is no page, or not a "
     "whole one; what is too large; files that are cut or damaged."},
    {"method", "", true,
     "Regions of the page, scored blocks, blocks alone, JSON-LD, a text dump, another."},
    {"confidence", "", true, "How sure it is that this text is the article."},
    {"field", "", true, "The field of the article."},
    {"found", "", true, "Whether the article has it."},
    {"flag", "", true, "The remark; all that are not listed are `other`."},
    {"verdict", "", true, "What a candidate is to its article."},
    {"published", "", true, "Whether it made a record of `articles.versions`."},
    {"class", "", true, "From a retraction to spaces and commas; `none`: no word differs."},
    {"key", "", true, "From strong to weak; `none`: it is a new article."},
    {"guard", "", true,
     "A canonical link to a front page; a key with too many texts; a text at too many addresses."},
    {"row", "", true, "`later`: it was written to since, so its day was put off."},
    {"limit", "", true,
     "A limit by its name; `on_cut`: a partition went on behind a gap in its log."},
    {"type", "", true, "`lost`: taken without a chance to commit."},
    {"cause", "rebuilds_total", true,
     "Another process took our transactional id; the producer is of no more use; no answer in "
     "time; a commit's outcome is unknown; partitions were lost; a record was refused; the store."},
    {"cause", "replay_paused", true,
     "`live_lag`: a group is behind. `backlog`: too much of the lane is unread. `operator`: a "
     "person."},
    {"outcome", "", true, "`unknown`: no answer came in time."},
    {"phase", "", true,
     "One at a time. `poll`: waits for records. `handle`: the stage. `send`, `commit`: the "
     "transaction. `apply`: the store."},
    {"client", "", true, "The kind of librdkafka client."},
    {"error", "", true, "librdkafka's name for it; all that are not listed are `other`."},
    {"broker", "", false, "Its number in the cluster."},
    {"result", "state_cache_lookups_total", true, "Found there, or read from the disk."},
    {"result", "replay_records_total", true, "`copied`: sent again. `filtered`: left out."},
    {"kind", "", true, "`tail`: from where the kept store ends. `full`: from the start."},
    {"version", "", false, "Of Dateline."},
    {"commit", "", false, "The source it was built from."},
    {"librdkafka", "", false, "Version of the library."},
    {"rocksdb", "", false, "Version of the library."},
    {"simdjson", "", false, "Version of the library."},
    {"hash", "", false, "Equal for equal configurations; secrets do not count."},
    {"generation", "", false, "As configured."},
    {"level", "", true, "The level of the line."},
    {"path", "", true, "The path; all that do not exist are `other`."},
    {"code", "", true, "The status of the answer."},
});

}  // namespace

std::span<const Metric> metrics() { return kMetrics; }
std::span<const Label> labels() { return kLabels; }

const Metric* find_metric(std::string_view name) {
  const auto found = std::find_if(kMetrics.begin(), kMetrics.end(),
                                  [name](const Metric& metric) { return metric.name == name; });
  return found == kMetrics.end() ? nullptr : &*found;
}

const Label* find_label(std::string_view name, std::string_view metric) {
  const auto found = std::find_if(kLabels.begin(), kLabels.end(), [&](const Label& label) {
    return label.name == name && (label.of.empty() || label.of == metric);
  });
  return found == kLabels.end() ? nullptr : &*found;
}

std::vector<std::string_view> label_names(const Metric& metric) {
  std::vector<std::string_view> names;
  for (std::string_view rest = metric.labels; !rest.empty();) {
    const std::size_t comma = std::min(rest.find(", "), rest.size());
    names.push_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 2, rest.size()));
  }
  return names;
}

std::string full_name(std::string_view name) {
  return name.starts_with("process_") ? std::string(name) : "dateline_" + std::string(name);
}

std::string_view to_text(MetricKind kind) {
  constexpr std::string_view kNames[] = {"counter", "gauge", "histogram"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace adapters::status
