#include "cli/compare_run.h"

#include <algorithm>
#include <functional>
#include <ostream>

#include "adapters/clock/clock.h"
#include "adapters/kafka/admin.h"
#include "adapters/log/progress.h"
#include "cli/answer.h"
#include "cli/compare_text.h"
#include "cli/exits.h"
#include "cli/generation.h"
#include "cli/generation_list.h"
#include "cli/history.h"
#include "cli/process_log.h"
#include "cli/service.h"
#include "cli/whole_topic.h"
#include "replay/slices.h"

namespace cli {
namespace {

namespace kafka = adapters::kafka;
using adapters::config::Settings;
using base::Done;
using base::Result;
using replay::ArticleDigest;

constexpr base::Millis kTimeout{10'000};
constexpr int kPollsMax = 100;
constexpr std::int64_t kShortRest = 100;

// One of the two, as it is found on the cluster.
struct Side {
  std::string name;
  Settings settings;
  std::vector<kafka::ReadRange> ranges;  // of its table, frozen
};

class Comparing final {
 public:
  Comparing(const Settings& settings, const CompareWish& wish, Io& io)
      : settings_(settings),
        wish_(wish),
        log_(log_options(settings, io), clock_),
        shown_(shown_of(io)),
        events_(log_, clock_),
        cluster_{connection_of(settings), Names::of(settings).instance + "-compare",
                 replay::reading_group(settings), events_, kTimeout},
        comparer_({.ignored = wish.ignored,
                   .samples = wish.samples,
                   .settled_before = {clock_.now().value - wish.settle.count()}}) {}
  Comparing(const Comparing&) = delete;
  Comparing& operator=(const Comparing&) = delete;

  Result<Done> run(const CompareFlags& flags) {
    auto admin = kafka::Admin::make(cluster_.connection, cluster_.client_id, events_);
    if (!admin) return admin.fault();
    const auto known = list_generations(settings_, **admin, cluster_.timeout);
    if (!known) return known.fault();
    for (const auto& [name, side] : {std::pair{&flags.one, &one_}, {&flags.other, &other_}}) {
      auto found = find_side(*name, *known);
      if (!found) return found.fault();
      *side = *std::move(found);
    }
    if (auto done = read(); !done) return done;
    for (const replay::Example& example : comparer_.result().examples) {
      auto shown = show(example);
      if (!shown) return shown.fault();
      examples_.push_back(*std::move(shown));
    }
    return Done{};
  }

  Result<ComparisonShown> shown() {
    ComparisonShown all{{one_.name, one_.settings.topics.clean, {}},
                        {other_.name, other_.settings.topics.clean, {}},
                        comparer_.result(),
                        std::move(examples_),
                        wish_.ignored};
    for (const auto& [side, compared] : {std::pair{&one_, &all.one}, {&other_, &all.other}}) {
      auto lags = find_lags(*side);
      if (!lags) return lags.fault();
      compared->lags = *std::move(lags);
    }
    return all;
  }

  void close() { log_.close(); }

 private:
  Result<Side> find_side(const std::string& name, const std::vector<KnownGeneration>& known) {
    Side side{name, settings_, {}};
    side.settings.generation = name;
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const KnownGeneration& each) { return each.name == name; });
    if (found == known.end() || found->clean.empty()) {
      return base::stop("unknown_generation", "there is no " + name + ", or it has no articles");
    }
    side.settings.topics.clean = found->clean;
    side.settings.topics.candidates = found->candidates;
    // The offsets of what was read are seen committed a moment before the articles of it are.
    auto ranges = freeze(cluster_, found->clean, kafka::Seen::Latest);
    if (!ranges) return ranges.fault();
    side.ranges = *std::move(ranges);
    return side;
  }

  // Tables of as many partitions have a key in the same one; else all are looked at as one.
  Result<Done> read() {
    adapters::log::Progress progress(log_, clock_, shown_, "comparing", std::nullopt);
    tell_ = [&](std::uint64_t done) { progress.update(done, planned_); };
    planned_ = count_offsets(one_.ranges) + count_offsets(other_.ranges);
    auto done = read_parts();
    tell_ = nullptr;
    return done;
  }

  Result<Done> read_parts() {
    if (one_.ranges.size() != other_.ranges.size()) return read_part(one_.ranges, other_.ranges);
    for (std::size_t i = 0; i < one_.ranges.size(); ++i) {
      if (auto done = read_part({one_.ranges[i]}, {other_.ranges[i]}); !done) return done;
    }
    return Done{};
  }

  Result<Done> read_part(const std::vector<kafka::ReadRange>& one,
                         const std::vector<kafka::ReadRange>& other) {
    replay::Slices<ArticleDigest> slices(2, wish_.bytes_max / 2 / sizeof(ArticleDigest));
    while (slices.next()) {
      if (slices.passes() > 1) planned_ += count_offsets(one) + count_offsets(other);
      if (auto done = read_table(one_, one, 0, slices); !done) return done;
      if (auto done = read_table(other_, other, 1, slices); !done) return done;
      comparer_.add(slices.rows(0), slices.rows(1));
    }
    return Done{};
  }

  Result<Done> read_table(const Side& side, const std::vector<kafka::ReadRange>& ranges,
                          std::size_t table, replay::Slices<ArticleDigest>& slices) {
    return read_whole(cluster_, side.settings.topics.clean, ranges,
                      [&](const kafka::ReadRecord& record) {
                        tell_(++read_);
                        ArticleDigest digest{.key = base::xxh3_128(record.key),
                                             .offset = record.offset,
                                             .published = record.appended_at,
                                             .partition = record.partition.value};
                        if (!slices.wants(digest.key)) return;
                        if (record.value) {
                          const auto json = to_version_json(*record.value);
                          digester_.read(json ? std::string_view(*json) : *record.value, digest);
                        }
                        slices.take(table, digest);
                      });
  }

  // What stands at a place of a table; empty: compaction has just taken it.
  Result<std::string> look(const Side& side, const std::optional<replay::Place>& place) {
    std::string json;
    if (!place) return json;
    const std::vector<kafka::ReadRange> range{{place->partition, place->offset, place->offset + 1}};
    const auto read = replay::read_sample(cluster_, side.settings.topics.clean, range, kPollsMax,
                                          [&](const kafka::ReadRecord& record) {
                                            if (record.offset != place->offset || !record.value)
                                              return;
                                            const auto form = to_version_json(*record.value);
                                            json = form ? *form : std::string(*record.value);
                                          });
    if (!read) return read.fault();
    return json;
  }

  Result<ShownExample> show(const replay::Example& example) {
    const auto one = look(one_, example.one);
    if (!one) return one.fault();
    const auto other = look(other_, example.other);
    if (!other) return other.fault();
    ShownExample shown{example, replay::urn_of(one->empty() ? *other : *one), {}, {}};
    if (example.kind == replay::Example::Kind::Differs) {
      shown.one = replay::field_text(*one, example.field);
      shown.other = replay::field_text(*other, example.field);
    }
    return shown;
  }

  // Behind the last record may stand markers, which nobody is given: a short rest is counted.
  Result<std::int64_t> count_unread(const std::string& topic,
                                    const std::vector<kafka::NotedOffset>& committed) {
    const auto logs = freeze(cluster_, topic);
    if (!logs) return logs.fault();
    std::int64_t unread = 0;
    std::vector<kafka::ReadRange> rests;
    for (const kafka::NotedOffset& each : committed) {
      if (static_cast<std::size_t>(each.partition) >= logs->size()) continue;
      kafka::ReadRange rest = (*logs)[static_cast<std::size_t>(each.partition)];
      rest.from = std::max(rest.from, each.offset);
      if (rest.to - rest.from > kShortRest) {
        unread += rest.to - rest.from;
      } else if (rest.to > rest.from) {
        rests.push_back(rest);
      }
    }
    if (rests.empty()) return unread;
    const auto read = read_whole(cluster_, topic, rests, [&](const auto&) { ++unread; });
    if (!read) return read.fault();
    return unread;
  }

  // Of the stages that this generation has: who shares another's candidates does not clean.
  Result<std::vector<StageLag>> find_lags(const Side& side) {
    std::vector<StageLag> lags;
    const Settings& settings = side.settings;
    for (const auto& [stage, topic] : {std::pair{std::string("clean"), settings.topics.raw},
                                       {std::string(kBackfill), settings.topics.backfill},
                                       {std::string("version"), settings.topics.candidates}}) {
      if (topic.empty()) continue;
      const std::string group = group_of(settings, stage);
      auto asker = replay::ask(cluster_, group);
      if (!asker) return asker.fault();
      const auto begun = (*asker)->committed(topic, cluster_.timeout);
      if (!begun) return begun.fault();
      const bool has_begun = std::any_of(begun->begin(), begun->end(),
                                         [](const auto& each) { return each.offset >= 0; });
      if (!has_begun) continue;
      const auto unread = count_unread(topic, *begun);
      if (!unread) return unread.fault();
      lags.push_back({stage, *unread});
    }
    return lags;
  }

  const Settings& settings_;
  const CompareWish wish_;
  const adapters::clock::SystemClock clock_;
  adapters::log::Log log_;
  const adapters::log::Shown shown_;
  KafkaEvents events_;
  const replay::Cluster cluster_;
  Side one_, other_;
  std::uint64_t planned_ = 0, read_ = 0;  // records
  std::function<void(std::uint64_t)> tell_;
  replay::Digester digester_;
  replay::Comparer comparer_;
  std::vector<ShownExample> examples_;
};

}  // namespace

int compare_generations(const Setup& setup, const ReplayFlags& flags, Io& io) {
  const auto wish = read_wish(flags.compare);
  if (const auto* complaint = std::get_if<std::string>(&wish)) {
    io.err << "dateline: " << *complaint << '\n';
    return kUsage;
  }
  for (const std::string& name : {flags.compare.one, flags.compare.other}) {
    if (const auto complaint = find_complaint(setup.settings(), name)) {
      io.err << "dateline: compare: " << *complaint << '\n';
      return kUsage;
    }
  }
  Comparing comparing(setup.settings(), std::get<CompareWish>(wish), io);
  const auto done = comparing.run(flags.compare);
  auto shown = done ? comparing.shown() : Result<ComparisonShown>(done.fault());
  comparing.close();
  if (!shown) return answer(shown.fault(), io);
  flags.json ? print_json(io.out, *shown) : print_table(io.out, *shown);
  return shown->result.is_same() ? kDone : kFound;
}

}  // namespace cli
