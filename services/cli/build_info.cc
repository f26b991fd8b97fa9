#include "cli/build_info.h"

namespace cli {

adapters::status::Build build_info() {
  return {.version = DATELINE_VERSION,
          .commit = DATELINE_COMMIT,
          .librdkafka = DATELINE_RDKAFKA_VERSION,
          .rocksdb = DATELINE_ROCKSDB_VERSION,
          .simdjson = DATELINE_SIMDJSON_VERSION};
}

std::string_view commit_date() { return DATELINE_COMMIT_DATE; }

}  // namespace cli
