// tests/e2e/stages.h
//
// The two stages as the binary builds them, for the oracle: same configuration, same tables.
#pragma once

#include <memory>
#include <vector>

#include "adapters/config/load.h"
#include "clean/wiring.h"
#include "stream/stage.h"

namespace e2e {

class Stages final {
 public:
  // `sets` as given to the binary: "topics.raw=...". Throws std::runtime_error if it is refused.
  explicit Stages(const std::vector<std::string>& sets);
  Stages(const Stages&) = delete;
  Stages& operator=(const Stages&) = delete;

  stream::Stage& clean() { return *clean_; }
  stream::Stage& version() { return *version_; }
  // The release and the hash of all tables, as each article prints it.
  const std::string& cleaner() const { return inputs_->version(); }

 private:
  const adapters::config::Loaded loaded_;
  std::unique_ptr<clean::Inputs> inputs_;
  std::unique_ptr<stream::Stage> clean_, version_;
};

}  // namespace e2e
