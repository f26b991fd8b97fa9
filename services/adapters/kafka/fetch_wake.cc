#include "adapters/kafka/fetch_wake.h"

namespace adapters::kafka {
namespace {

using std::chrono_literals::operator""ms;

constexpr stream::Tick kPokeInterval = 10ms;
constexpr stream::Tick kPokeTime = 2000ms;

}  // namespace

bool FetchWake::poke(rd_kafka_t* handle) {
  const stream::Tick now = clock_.tick();
  if (now - poked_ < kPokeInterval) return false;
  List behind;
  for (auto& [partition, seen] : seen_) {
    if (!seen.waiting) {
      seen.waiting = true;
      seen.since = now;
    }
    if (now - seen.since > kPokeTime) continue;
    std::int64_t low = 0, high = 0;
    if (rd_kafka_get_watermark_offsets(handle, topic_.c_str(), partition, &low, &high) !=
            RD_KAFKA_RESP_ERR_NO_ERROR ||
        high <= seen.next) {
      continue;
    }
    if (!behind) behind = make_list(static_cast<int>(seen_.size()));
    // Any time will do; this one is a time, not one of the special numbers.
    rd_kafka_topic_partition_list_add(behind.get(), topic_.c_str(), partition)->offset = 1;
  }
  if (!behind) return false;
  poked_ = now;
  (void)rd_kafka_offsets_for_times(handle, behind.get(), 0);
  return true;
}

}  // namespace adapters::kafka
