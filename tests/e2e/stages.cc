#include "e2e/stages.h"

#include <stdexcept>
#include <utility>

#include "adapters/config/publishers.h"
#include "version/wiring.h"

namespace e2e {

Stages::Stages(const std::vector<std::string>& sets)
    : loaded_(adapters::config::load({.files = {}, .environment = {}, .sets = sets})) {
  if (!loaded_.problems.empty()) throw std::runtime_error(to_string(loaded_.problems.front()));
  const std::string_view yaml = adapters::config::built_in_publishers();
  auto inputs = clean::Inputs::load(loaded_.settings,
                                    adapters::config::read_publishers(yaml, "publishers.yaml").all,
                                    {DATELINE_VERSION, yaml});
  if (!inputs) throw std::runtime_error(inputs.fault().detail);
  inputs_ = std::move(*inputs);
  clean_ = std::make_unique<clean::CleanStage>(
      clean::stage_options(loaded_.settings, news::Lane::Live), inputs_->tables());
  version_ = version::make_stage(loaded_.settings);
}

}  // namespace e2e
