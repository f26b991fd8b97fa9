#include "fakes/fake_disk.h"

#include "base/check.h"

namespace fakes {
namespace {

class OpenStore final : public stream::Store {
 public:
  explicit OpenStore(DiskStore& disk) : disk_(disk) { disk_.open = true; }
  ~OpenStore() override { disk_.open = false; }

  stream::Result<std::optional<std::string>> get(std::string_view key) const override {
    if (disk_.corrupt) return base::rebuild("store_corrupt", "a block's checksum differs");
    const auto row = disk_.rows.find(std::string(key));
    if (row == disk_.rows.end()) return std::optional<std::string>();
    return std::optional(row->second);
  }

  stream::Result<stream::Done> apply(std::span<const stream::RowView> rows,
                                     const stream::StoreMeta& meta) override {
    if (disk_.apply_fault) return *std::exchange(disk_.apply_fault, std::nullopt);
    for (const stream::RowView& row : rows) {
      if (row.value) {
        disk_.rows[std::string(row.key)] = std::string(*row.value);
      } else {
        disk_.rows.erase(std::string(row.key));
      }
    }
    disk_.meta = meta;
    ++disk_.applies;
    return stream::Done{};
  }

  stream::Result<stream::Done> flush() override {
    disk_.durable_rows = disk_.rows;
    disk_.durable_meta = disk_.meta;
    ++disk_.flushes;
    return stream::Done{};
  }

  const stream::StoreMeta& meta() const override { return disk_.meta; }

 private:
  DiskStore& disk_;
};

}  // namespace

stream::Result<std::unique_ptr<stream::Store>> FakeDisk::open(stream::Partition partition) {
  DiskStore& disk = stores_[partition.value];
  CHECK(!disk.open);
  if (disk.corrupt) return base::rebuild("store_corrupt", "a file's checksum differs");
  disk.exists = true;
  return std::unique_ptr<stream::Store>(std::make_unique<OpenStore>(disk));
}

stream::Result<stream::Done> FakeDisk::wipe(stream::Partition partition) {
  DiskStore& disk = stores_[partition.value];
  CHECK(!disk.open);
  const int wipes = disk.wipes + 1;
  disk = {};
  disk.wipes = wipes;
  return stream::Done{};
}

void FakeDisk::crash() {
  for (auto& [partition, disk] : stores_) {
    disk.rows = disk.durable_rows;
    disk.meta = disk.durable_meta;
    disk.open = false;
  }
}

void FakeDisk::clear() { stores_.clear(); }

}  // namespace fakes
