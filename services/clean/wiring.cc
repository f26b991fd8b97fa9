#include "clean/wiring.h"

#include <algorithm>
#include <utility>

#include "adapters/clock/zones.h"
#include "base/hash.h"
#include "news/clean/words.h"

namespace clean {
namespace {

namespace config = adapters::config;

std::vector<news::Publisher> to_publishers(const std::vector<config::Publisher>& from) {
  std::vector<news::Publisher> to;
  to.reserve(from.size());
  for (const config::Publisher& one : from) {
    to.push_back({.site = one.site,
                  .name = one.name,
                  .hosts = one.hosts,
                  .zone = one.zone,
                  .agency = one.agency,
                  .credits = one.credits,
                  .canonical_never = one.canonical_never,
                  .query_identity = one.query_identity,
                  .query_noise = one.query_noise});
  }
  return to;
}

news::clean::Limits to_limits(const config::Limits& from) {
  return {.html_nodes_max = from.html_nodes_max,
          .html_depth_max = from.html_depth_max,
          .attributes_max = from.attributes_max,
          .attribute_bytes_max = from.attribute_bytes_max,
          .class_tokens_max = from.class_tokens_max,
          .jsonld_bytes_max = from.jsonld_bytes_max,
          .jsonld_values_max = from.jsonld_values_max,
          .jsonld_depth_max = from.jsonld_depth_max,
          .dump_lines_max = from.dump_lines_max,
          .line_bytes_max = from.line_bytes_max,
          .body_bytes_max = from.body_bytes_max,
          .paragraphs_max = from.paragraphs_max,
          .headline_bytes_max = from.headline_bytes_max,
          .authors_max = from.authors_max,
          .tags_max = from.tags_max,
          .images_max = from.images_max,
          .hint_bytes_max = from.hint_bytes_max};
}

// "0.1.0+3b9d51c2": the release, and eight digits of what all tables hash to.
std::string cleaner_version(const InputsOrigin& origin, const news::clean::Tables& tables,
                            const base::ZoneTable& zones,
                            const news::identity::Suffixes& suffixes) {
  const std::string all = std::to_string(news::clean::word_lists_hash()) + '\n' + zones.version +
                          '\n' + suffixes.version() + '\n' + tables.text_prefix + '\n' +
                          std::string(origin.publishers_yaml);
  return std::string(origin.release) + "+" + base::to_hex(base::xxh3_128(all)).substr(0, 8);
}

bool contains(const config::Texts& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace

Inputs::Inputs(std::vector<news::Publisher> publishers, base::ZoneTable zones)
    : publishers_(std::move(publishers)), zones_(std::move(zones)) {}

base::Result<std::unique_ptr<Inputs>> Inputs::load(const config::Settings& settings,
                                                   const std::vector<config::Publisher>& publishers,
                                                   const InputsOrigin& origin) {
  base::Result<base::ZoneTable> zones = adapters::clock::read_zones();
  if (!zones) return zones.fault();
  std::unique_ptr<Inputs> inputs(new Inputs(to_publishers(publishers), *std::move(zones)));
  news::clean::Tables& cleaning = inputs->cleaning_;
  cleaning.publishers = &inputs->publishers_;
  cleaning.zones = &inputs->zones_;
  cleaning.text_prefix = settings.input.text_prefix;
  cleaning.limits = to_limits(settings.limits);
  cleaning.version = cleaner_version(origin, cleaning, inputs->zones_, inputs->suffixes_);
  return inputs;
}

StageTables Inputs::tables() const { return {publishers_, suffixes_, cleaning_}; }

StageOptions stage_options(const config::Settings& settings, news::Lane lane) {
  StageOptions options;
  options.input = lane == news::Lane::Live ? settings.topics.raw : settings.topics.backfill;
  options.lane = lane;
  options.output = settings.topics.candidates;
  options.generation = settings.generation;
  news::decode::Options& decode = options.decode;
  decode.limits.event_bytes_max = settings.limits.event_bytes_max;
  decode.limits.json_depth_max = settings.limits.json_depth_max;
  decode.limits.hint_bytes_max = settings.limits.hint_bytes_max;
  for (const auto& [field, paths] : settings.input.fields) decode.fields[field] = paths;
  decode.accept_rfc3339 = contains(settings.input.fetched_at_formats, "rfc3339");
  decode.accept_epoch = contains(settings.input.fetched_at_formats, "epoch");
  return options;
}

}  // namespace clean
