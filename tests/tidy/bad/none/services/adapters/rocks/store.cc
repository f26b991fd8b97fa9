#include <rocksdb/db.h>

#include "proto/engine_state.pb.h"
#include "stream/stage.h"

namespace adapters::rocks {
int answer();
}  // namespace adapters::rocks
