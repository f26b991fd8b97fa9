#include "stream/batch.h"

#include <algorithm>
#include <iterator>

#include "base/check.h"

namespace stream {

void Batch::take(Effects& effects) {
  for (OutRecord& record : effects.out) {
    outgoing_bytes += bytes_of(record);
    out.push_back(std::move(record));
  }
  for (const Tally& tally : effects.tally) {
    CHECK(tally.counter.value < tallies.size());
    tallies[tally.counter.value] += tally.count;
  }
  if (effects.delay) delays.push_back(*effects.delay);
}

void Batch::take(DeadLetter letter) {
  outgoing_bytes += bytes_of(letter);
  dead.push_back(std::move(letter));
}

void Batch::count(const Record& record, Tick now) {
  if (records == 0) {
    began = now;
    first_partition = record.partition;
    first_offset = record.offset;
  }
  ++records;
  consumed_bytes += record.key.size() + (record.value ? record.value->size() : 0);
}

void Batch::found(Tick now) {
  if (empty()) began = now;
  founds = true;
}

void Batch::clear() {
  out.clear();
  dead.clear();
  std::fill(tallies.begin(), tallies.end(), 0);
  delays.clear();
  records = consumed_bytes = outgoing_bytes = 0;
  founds = false;
}

std::size_t bytes_of(const OutRecord& record) {
  std::size_t bytes = record.key.size() + (record.value ? record.value->size() : 0);
  for (const OwnedHeader& header : record.headers) bytes += header.key.size() + header.value.size();
  return bytes;
}

std::size_t bytes_of(const StateWrite& row) {
  return row.key.size() + (row.value ? row.value->size() : 0);
}

}  // namespace stream
