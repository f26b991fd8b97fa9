#include "cli/watch/watch.h"

#include "cli/watch/article_json.h"
#include "cli/watch/watched_stage.h"
#include "version/wiring.h"

namespace cli::watch {

Watch::Watch(const adapters::config::Settings& settings, const clean::Inputs& inputs)
    : settings_(settings),
      inputs_(inputs),
      samples_({.count_max = settings.http.samples, .bytes_max = settings.http.sample_bytes}) {}

Watch::~Watch() = default;

stream::Stage& Watch::add_clean(news::Lane lane) {
  auto stage =
      std::make_unique<clean::CleanStage>(clean::stage_options(settings_, lane), inputs_.tables());
  sites_.push_back(std::make_unique<Sites>(stage->spec()));
  watched_.push_back(std::make_unique<WatchedClean>(*stage, *sites_.back(), samples_));
  inner_.push_back(std::move(stage));
  return *watched_.back();
}

stream::Stage& Watch::add_version() {
  inner_.push_back(version::make_stage(settings_));
  const auto& topics = settings_.topics;
  watched_.push_back(std::make_unique<WatchedVersion>(
      *inner_.back(), samples_, topics.versions.empty() ? topics.clean : topics.versions));
  return *watched_.back();
}

void Watch::show(adapters::status::View& view) const {
  view.sites = sum_of(sites_);
  view.keeps_articles = samples_.is_on();
  view.articles = samples_.lines();
  view.find_article = [this](std::uint64_t id) { return find_article(id); };
}

std::optional<std::string> Watch::find_article(std::uint64_t id) const {
  const std::optional<Sample> sample = samples_.find(id);
  if (!sample) return std::nullopt;
  const clean::StageOptions options = clean::stage_options(settings_, news::Lane::Live);
  clean::CleanStage stage(options, inputs_.tables());
  return article_json(*sample, stage, options.decode);
}

}  // namespace cli::watch
