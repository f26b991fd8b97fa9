#include "version/wiring.h"

#include "version/stage.h"

namespace version {
namespace {

using news::ChangeClass;

// The names that the configuration's own table allows.
ChangeClass to_class(std::string_view name) {
  if (name == "boilerplate") return ChangeClass::Boilerplate;
  return name == "cosmetic" ? ChangeClass::Cosmetic : ChangeClass::None;
}

std::uint32_t to_days(base::Millis age) {
  return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::days>(age).count());
}

}  // namespace

std::unique_ptr<stream::Stage> make_stage(const adapters::config::Settings& settings) {
  StageOptions options;
  options.input = settings.topics.candidates;
  options.articles = settings.topics.clean;
  options.takedowns = settings.topics.takedowns;
  options.versions = settings.topics.versions;
  options.generation = settings.generation;
  options.ages = {.head_days = to_days(settings.versions.head_age),
                  .text_days = to_days(settings.versions.text_age)};
  options.encoding = {settings.versions.output == "json" ? Form::Json : Form::Protobuf,
                      settings.versions.schema_registry_id};
  options.row_format = static_cast<news::encode::RowFormat>(settings.state.format);
  options.silent.clear();
  for (const std::string& name : settings.versions.silent) {
    options.silent.push_back(to_class(name));
  }
  return std::make_unique<VersionStage>(std::move(options));
}

}  // namespace version
