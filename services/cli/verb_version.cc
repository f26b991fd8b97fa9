#include <ostream>

#include "cli/build_info.h"
#include "cli/exits.h"
#include "cli/verbs.h"
#include "news/encode/json.h"

namespace cli {

int verb_version(const VersionFlags& flags, Io& io) {
  const adapters::status::Build build = build_info();
  if (flags.json) {
    news::encode::JsonWriter json;
    json.begin_object()
        .member("version", build.version)
        .member("commit", build.commit)
        .member("librdkafka", build.librdkafka)
        .member("rocksdb", build.rocksdb)
        .member("simdjson", build.simdjson)
        .end_object();
    io.out << json.take() << '\n';
    return kDone;
  }
  io.out << "dateline " << build.version << " (" << build.commit << ")\n"
         << "librdkafka " << build.librdkafka << ", RocksDB " << build.rocksdb << ", simdjson "
         << build.simdjson << '\n';
  return kDone;
}

}  // namespace cli
