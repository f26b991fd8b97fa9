#include "replay/stage.h"

#include <algorithm>
#include <utility>

namespace replay {
namespace {

constexpr std::string_view kReplay = "dateline-replay";
constexpr std::string_view kOrigin = "dateline-origin";
constexpr std::string_view kOriginTime = "dateline-origin-time";
// Counters, in the order of StageSpec::counters.
constexpr stream::CounterId kCopied{0}, kFiltered{1}, kBytes{2};

template <class Headers>
bool has_key(const Headers& headers, std::string_view key) {
  return std::any_of(headers.begin(), headers.end(),
                     [key](const auto& header) { return header.key == key; });
}

std::string place_of(const stream::Record& record, const std::string& topic) {
  return topic + '/' + std::to_string(record.partition.value) + '/' +
         std::to_string(record.offset.value);
}

}  // namespace

CopyStage::CopyStage(CopyOptions options, std::unique_ptr<Filter> filter)
    : id_(std::move(options.id)),
      of_dead_(options.of_dead),
      filter_(std::move(filter)),
      spec_{.name = "replay",
            .input = std::move(options.input),
            .outputs = {std::move(options.output)},
            .has_state = false,
            .counters = {{"replay_records_total", "result=\"copied\""},
                         {"replay_records_total", "result=\"filtered\""},
                         {"replay_bytes_total", ""}}} {}

base::Result<stream::Effects> CopyStage::handle(const stream::Record& record,
                                                const stream::StateReader&, base::Timestamp) {
  stream::Effects effects;
  if (filter_ && !filter_->takes(record)) {
    effects.tally = {{kFiltered, 1}};
    return effects;
  }
  stream::OutRecord copy{stream::Output{0}, std::string(record.key), std::nullopt, {}};
  if (record.value) copy.value = std::string(*record.value);
  for (const stream::Header& header : record.headers) {
    if (header.key == kReplay || (of_dead_ && is_of_death(header.key))) continue;
    // Each death adds where it was; the first is where the record came from.
    if (header.key == kOrigin && has_key(copy.headers, kOrigin)) continue;
    copy.headers.push_back({std::string(header.key), std::string(header.value)});
  }
  copy.headers.push_back({std::string(kReplay), id_});
  // A copy of a copy still tells of the first one.
  if (!has_key(record.headers, kOrigin)) {
    copy.headers.push_back({std::string(kOrigin), place_of(record, spec_.input)});
  }
  if (!has_key(record.headers, kOriginTime)) {
    copy.headers.push_back({std::string(kOriginTime), std::to_string(record.appended_at.value)});
  }
  const std::size_t bytes = copy.key.size() + (copy.value ? copy.value->size() : 0);
  effects.tally = {{kCopied, 1}, {kBytes, bytes}};
  effects.out.push_back(std::move(copy));
  return effects;
}

std::unique_ptr<CopyStage> make_stage(const Request& asked, const std::string& id,
                                      news::decode::Options decode,
                                      news::identity::AddressRules rules) {
  const Request request = with_slack(asked);
  std::unique_ptr<Filter> filter;
  if (!request.selection.empty()) {
    filter = std::make_unique<Filter>(request.selection, std::move(decode), rules);
  }
  return std::make_unique<CopyStage>(
      CopyOptions{request.topic, request.target, id, request.selection.of_dead}, std::move(filter));
}

}  // namespace replay
