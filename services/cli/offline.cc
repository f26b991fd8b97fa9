#include "cli/offline.h"

#include <filesystem>
#include <utility>

#include "adapters/rocks/stores.h"

namespace cli {
namespace {

using base::Done;
using base::Result;

constexpr stream::Partition kPartition{0};

class MemoryState final : public OfflineState {
 public:
  MemoryState() = default;
  MemoryState(const MemoryState&) = delete;
  MemoryState& operator=(const MemoryState&) = delete;

  Result<std::optional<std::string>> get(std::string_view key) const override {
    const auto found = rows_.find(key);
    if (found == rows_.end()) return std::optional<std::string>{};
    return std::optional<std::string>{found->second};
  }
  Result<Done> apply(const std::vector<stream::StateWrite>& rows, std::int64_t) override {
    for (const stream::StateWrite& row : rows) {
      if (row.value)
        rows_[row.key] = *row.value;
      else
        rows_.erase(row.key);
    }
    return Done{};
  }
  Result<Done> close() override { return Done{}; }
  std::int64_t next_offset() const override { return 0; }

 private:
  std::map<std::string, std::string, std::less<>> rows_;
};

// A store as the service has one a partition, whose changelog is nowhere.
class FolderState final : public OfflineState {
 public:
  explicit FolderState(const std::string& folder) : memory_({}), stores_(memory_, folder) {}
  FolderState(const FolderState&) = delete;
  FolderState& operator=(const FolderState&) = delete;

  Result<Done> open() {
    auto store = stores_.open(kPartition);
    if (!store) return base::stop(store.fault().code, store.fault().detail);
    store_ = std::move(*store);
    return Done{};
  }

  Result<std::optional<std::string>> get(std::string_view key) const override {
    return store_->get(key);
  }
  Result<Done> apply(const std::vector<stream::StateWrite>& rows,
                     std::int64_t next_offset) override {
    std::vector<stream::RowView> views;
    for (const stream::StateWrite& row : rows) views.push_back({row.key, row.value});
    stream::StoreMeta meta = store_->meta();
    meta.format = kFormat;
    meta.topic = "offline";
    meta.position = {next_offset};
    return store_->apply(views, meta);
  }
  Result<Done> close() override { return store_->flush(); }
  std::int64_t next_offset() const override { return store_->meta().position.value; }

 private:
  static constexpr std::uint32_t kFormat = 1;

  const adapters::rocks::Memory memory_;
  adapters::rocks::RocksStores stores_;
  std::unique_ptr<stream::Store> store_;
};

}  // namespace

std::unique_ptr<OfflineState> make_memory_state() { return std::make_unique<MemoryState>(); }

Result<std::unique_ptr<OfflineState>> open_state(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return base::stop("store_io", folder + ": " + error.message());
  auto state = std::make_unique<FolderState>(folder);
  if (auto opened = state->open(); !opened) return opened.fault();
  return std::unique_ptr<OfflineState>(std::move(state));
}

OfflineStage::OfflineStage(std::unique_ptr<stream::Stage> stage,
                           std::unique_ptr<OfflineState> state)
    : stage_(std::move(stage)), state_(std::move(state)), next_offset_(state_->next_offset()) {}

Result<stream::Effects> OfflineStage::handle(std::string_view key, std::string_view value,
                                             stream::Timestamp now) {
  const stream::Record record{.partition = kPartition,
                              .offset = stream::InputOffset{next_offset_++},
                              .key = key,
                              .value = value,
                              .headers = {},
                              .appended_at = now};
  Result<stream::Effects> effects = stage_->handle(record, *state_, now);
  if (!effects) return effects;
  if (auto applied = state_->apply(effects->rows, next_offset_); !applied) return applied.fault();
  return effects;
}

}  // namespace cli
