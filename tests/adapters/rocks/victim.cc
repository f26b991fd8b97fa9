// Fills the store of partition N below a directory, flushes once at position N, says so on stdout
// and waits to be killed: victim DIRECTORY N. A program of its own, because RocksDB's threads do
// not survive a fork.
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "adapters/rocks/stores.h"

int main(int, char** arguments) {
  const int flushed_at = std::atoi(arguments[2]);
  const adapters::rocks::Memory memory{adapters::rocks::MemoryOptions{}};
  adapters::rocks::RocksStores stores(memory, arguments[1]);
  auto store = stores.open(stream::Partition{flushed_at});
  for (int position = 1; position <= 100; ++position) {
    const std::string value = std::to_string(position);
    const stream::RowView row{.key = "k", .value = value};
    const stream::StoreMeta meta{.format = 1,
                                 .cluster_id = "c",
                                 .topic = "t",
                                 .incarnation = "u",
                                 .incarnation_at = {0},
                                 .position = {position},
                                 .as_of = {7}};
    if (!(*store)->apply({&row, 1}, meta)) return 1;
    if (position == flushed_at && !(*store)->flush()) return 1;
  }
  if (write(STDOUT_FILENO, "x", 1) != 1) return 1;
  for (;;) pause();
}
