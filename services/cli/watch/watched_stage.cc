#include "cli/watch/watched_stage.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "cli/history.h"
#include "news/encode/article.h"
#include "news/encode/candidate.h"
#include "news/lenient_json.h"

namespace cli::watch {
namespace {

using news::JsonValue;
using stream::Effects;
using stream::Record;
using stream::Result;
using stream::Timestamp;

std::string place_of(const std::string& topic, const Record& record) {
  return topic + "/" + std::to_string(record.partition.value) + "/" +
         std::to_string(record.offset.value);
}

SharedBytes share(std::string bytes) {
  return std::make_shared<const std::string>(std::move(bytes));
}

// `verdict="new",published=...`
std::string verdict_of(const stream::CounterSpec& counter) {
  constexpr std::string_view kBegin = "verdict=\"";
  if (counter.metric != "verdicts_total" || !counter.labels.starts_with(kBegin)) return {};
  return counter.labels.substr(kBegin.size(),
                               counter.labels.find('"', kBegin.size()) - kBegin.size());
}

}  // namespace

Result<Effects> WatchedClean::handle(const Record& record, const stream::StateReader& state,
                                     Timestamp now) {
  Result<Effects> effects = stage_.handle(record, state, now);
  sites_.count(stage_.site(), effects);
  if (effects && now >= next_at_) keep_cleaned(record, *effects, now);
  if (!effects && now >= next_dead_at_) keep_dead(record, effects.fault(), now);
  return effects;
}

Sample WatchedClean::sample_of(const Record& record, Timestamp now) const {
  Sample sample;
  sample.at = now;
  sample.place = place_of(spec().input, record);
  sample.site = stage_.site();
  sample.event = share(std::string(*record.value));
  sample.arrival = clean::arrival_of(record);
  return sample;
}

void WatchedClean::keep_cleaned(const Record& record, const Effects& effects, Timestamp now) {
  if (!record.value || effects.out.empty() || !samples_.has_room_for(record.value->size())) return;
  const std::string& bytes = *effects.out.front().value;
  const auto candidate = news::encode::read_candidate(bytes);
  if (!candidate) return;
  next_at_ = Timestamp{now.value + kSampleInterval.count()};
  Sample sample = sample_of(record, now);
  sample.url = candidate->addresses.empty() ? "" : candidate->addresses.front().url;
  if (const auto article = news::encode::read_article(candidate->article)) {
    sample.headline = article->headline;
  }
  samples_.add(std::move(sample), bytes);
}

void WatchedClean::keep_dead(const Record& record, const stream::Fault& fault, Timestamp now) {
  if (!record.value || !samples_.has_room_for(record.value->size())) return;
  next_dead_at_ = Timestamp{now.value + kDeadSampleInterval.count()};
  Sample sample = sample_of(record, now);
  sample.reason = fault.code;
  sample.detail = fault.detail;
  samples_.add(std::move(sample));
}

WatchedVersion::WatchedVersion(stream::Stage& stage, Samples& samples, const std::string& published)
    : stage_(stage), samples_(samples) {
  const std::vector<std::string>& outputs = spec().outputs;
  const auto found = std::find(outputs.begin(), outputs.end(), published);
  CHECK(found != outputs.end());
  published_ = static_cast<std::size_t>(found - outputs.begin());
  for (const stream::CounterSpec& counter : spec().counters) {
    verdicts_.push_back(verdict_of(counter));
  }
}

Result<Effects> WatchedVersion::handle(const Record& record, const stream::StateReader& state,
                                       Timestamp now) {
  Result<Effects> effects = stage_.handle(record, state, now);
  if (!effects || !record.value || !samples_.is_on()) return effects;
  if (samples_.knows(*record.value)) {
    samples_.judge(*record.value, judged_of(*effects));
  } else if (now >= next_at_ && !effects->out.empty()) {
    keep_published(record, *effects, now);
  }
  return effects;
}

Judged WatchedVersion::judged_of(const Effects& effects) const {
  Judged judged;
  for (const stream::Tally& tally : effects.tally) {
    if (const std::string& verdict = verdicts_[tally.counter.value]; !verdict.empty()) {
      judged.verdict = verdict;
    }
  }
  const stream::OutRecord* const published = published_in(effects);
  if (published == nullptr) return judged;
  auto json = to_version_json(*published->value);
  news::JsonDocument document;
  if (!json || !document.read(*json, {})) return judged;
  judged.number = document.root().find("change").find("number").text();
  judged.version = share(*std::move(json));
  return judged;
}

const stream::OutRecord* WatchedVersion::published_in(const Effects& effects) const {
  for (const stream::OutRecord& record : effects.out) {
    if (record.value && record.output.value == published_) return &record;
  }
  return nullptr;
}

void WatchedVersion::keep_published(const Record& record, const Effects& effects, Timestamp now) {
  Judged judged = judged_of(effects);
  if (judged.version == nullptr || !samples_.has_room_for(judged.version->size())) return;
  news::JsonDocument document;
  if (!document.read(*judged.version, {})) return;
  next_at_ = Timestamp{now.value + kPublishedSampleInterval.count()};
  const JsonValue root = document.root();
  Sample sample;
  sample.at = now;
  sample.place = place_of(spec().input, record);
  sample.site = std::string(record.key);
  sample.url = root.find("source").find("url").text();
  sample.headline = root.find("ninjs").find("headlines").first().find("value").text();
  sample.verdict = std::move(judged.verdict);
  sample.number = std::move(judged.number);
  sample.version = std::move(judged.version);
  samples_.add(std::move(sample));
}

}  // namespace cli::watch
