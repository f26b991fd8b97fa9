// Writes rows 1 to 100 into the store of a partition, flushes once after row number <partition>,
// says "x" and waits to be killed: rows_writer <directory> <partition>.
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "adapters/rocks/stores.h"

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  const int flushed_at = std::atoi(argv[2]);
  const adapters::rocks::Memory memory{{}};
  adapters::rocks::RocksStores stores(memory, argv[1]);
  auto store = stores.open(stream::Partition{flushed_at});
  if (!store) return 1;
  for (int position = 1; position <= 100; ++position) {
    const std::string value = std::to_string(position);
    const stream::RowView row{.key = "k", .value = value};
    stream::StoreMeta meta;
    meta.format = 1;
    meta.position = {position};
    if (!(*store)->apply({&row, 1}, meta)) return 1;
    if (position == flushed_at && !(*store)->flush()) return 1;
  }
  if (write(STDOUT_FILENO, "x", 1) != 1) return 1;
  for (;;) pause();
}
