// A store filled from its changelog: the engine's Restorer on RocksDB beside a bare loop that puts
// the same rows into the same WriteBatches. The changelog is in memory, so what is measured is
// ours. Each run first checks the stores that it has filled, row by row; its time counts only then.
#include <benchmark/benchmark.h>
#include <rocksdb/db.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "adapters/clock/clock.h"
#include "adapters/rocks/memory.h"
#include "adapters/rocks/memory_parts.h"
#include "adapters/rocks/stores.h"
#include "base/check.h"
#include "base/hash.h"
#include "benchmarks/draw.h"
#include "stream/incarnation.h"
#include "stream/restore.h"

namespace benchmarks {
namespace {

using stream::ChangelogPosition;
using stream::ChangelogRecord;
using stream::Done;
using stream::Millis;
using stream::Partition;
using stream::Result;

constexpr int kPartitions = 4;
constexpr std::size_t kBatchBytes = 8u << 20, kFlushBytes = 256u << 20;

// Rows as a judged article leaves them: a short key that is a hash, and a few hundred bytes that
// compress a little. Made from their number, so that the log needs no memory.
class Rows final {
 public:
  Rows() : pool_(1u << 16, ' ') {
    Draw draw(5);
    for (std::size_t i = 0; i < pool_.size(); i += 2) {
      pool_[i] = static_cast<char>('a' + draw.below(26));
    }
  }
  std::string_view key(std::int64_t row) {
    const std::uint64_t number = static_cast<std::uint64_t>(row);
    const std::string_view bytes(reinterpret_cast<const char*>(&number), sizeof number);
    key_ = "h" + base::to_hex(base::xxh3_128(bytes)).substr(0, 24);
    return key_;
  }
  std::string_view value(std::int64_t row) const {
    const std::size_t at = static_cast<std::size_t>(row) * 2'654'435'761u;
    return std::string_view(pool_).substr(at % (pool_.size() - 512), 150 + at % 300);
  }

 private:
  std::string pool_, key_;
};

// Partition by partition: its incarnation, then its rows. Given out in turns of a thousand, as
// fetches bring them.
class MemoryChangelog final : public stream::Changelog {
 public:
  explicit MemoryChangelog(std::int64_t rows) : end_(rows + 1) {}

  Result<stream::ChangelogRange> range(Partition, Millis) override {
    return stream::ChangelogRange{{0}, {end_}};
  }
  Result<Done> open(Partition partition, ChangelogPosition from) override {
    next_[partition] = from.value;
    return Done{};
  }
  void close(Partition partition) override { next_.erase(partition); }
  Result<std::string> cluster_id(Millis) override { return std::string("cluster"); }
  const std::string& topic() const override { return topic_; }

  Result<std::optional<ChangelogRecord>> next(Millis) override {
    if (next_.empty()) return std::optional<ChangelogRecord>();
    auto at = next_.lower_bound(turn_);
    if (at == next_.end()) at = next_.begin();
    const Partition partition = at->first;
    turn_ = ++given_ % 1'000 == 0 ? Partition{partition.value + 1} : partition;
    ChangelogRecord record;
    record.partition = partition;
    record.position = {at->second};
    if (at->second >= end_) {
      record.end_of_log = true;
      return std::optional(record);
    }
    const std::int64_t offset = at->second++;
    if (offset == 0) {
      record.key = stream::kIncarnationKey;
      record.value = incarnation_;
    } else {
      const std::int64_t row = offset * kPartitions + partition.value;
      record.key = rows_.key(row);
      record.value = rows_.value(row);
    }
    return std::optional(record);
  }

 private:
  const std::int64_t end_;
  const std::string topic_ = "changelog", incarnation_ = stream::write_incarnation("u-u-i-d");
  Rows rows_;
  std::map<Partition, std::int64_t> next_;
  Partition turn_{0};
  int given_ = 0;
};

class NoJournal final : public stream::Journal {
  bool hears(stream::Severity) const override { return false; }
  void note(stream::Severity, std::string_view, std::span<const stream::NoteField>) override {}
};
class NoCrash final : public stream::CrashPoints {
  void reach(std::string_view) override {}
};

class Folder final {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("dateline-restore-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string str() const { return path_.string(); }

 private:
  const std::filesystem::path path_;
};

void restore(std::int64_t rows, const std::string& folder) {
  const adapters::rocks::Memory memory({});
  adapters::rocks::RocksStores stores(memory, folder);
  MemoryChangelog changelog(rows);
  adapters::clock::SystemClock clock;
  NoJournal journal;
  NoCrash crash;
  stream::StageSpec spec;
  spec.name = "bench";
  stream::Meter meter(spec, "changelog", "dead");
  const stream::WorkerOptions options;
  stream::Restorer restorer({changelog, stores, clock, journal, crash, meter}, options);
  stream::Partitions partitions;
  for (int id = 0; id < kPartitions; ++id) {
    partitions[Partition{id}].id = {id};
    CHECK(restorer.begin(partitions[Partition{id}]));
  }
  for (int live = 0; live < kPartitions;) {
    CHECK(restorer.slice(partitions, options.restore_slice_alone));
    for (auto& [id, partition] : partitions) {
      if (!stream::Restorer::is_done(partition)) continue;
      CHECK(restorer.end(partition));
      stream::set_phase(partition, stream::PartitionPhase::Live);
      ++live;
    }
    restorer.show_progress(partitions);
  }
}

// The same batches without an engine.
void fill_bare(std::int64_t rows, const std::string& folder) {
  const adapters::rocks::Memory memory({});
  MemoryChangelog changelog(rows);
  std::map<Partition, std::unique_ptr<rocksdb::DB>> stores;
  std::map<Partition, rocksdb::WriteBatch> batches;
  for (int id = 0; id < kPartitions; ++id) {
    rocksdb::DB* opened = nullptr;
    std::filesystem::create_directories(folder);
    CHECK(
        rocksdb::DB::Open(memory.parts().options, folder + "/" + std::to_string(id), &opened).ok());
    stores[Partition{id}].reset(opened);
    CHECK(changelog.open({id}, {1}));
  }
  rocksdb::WriteOptions without_log;
  without_log.disableWAL = true;
  std::size_t batched = 0, unflushed = 0;
  const auto write = [&] {
    for (auto& [id, batch] : batches) {
      CHECK(stores[id]->Write(without_log, &batch).ok());
      batch.Clear();
    }
    unflushed += std::exchange(batched, 0);
  };
  for (int ended = 0; ended < kPartitions;) {
    const auto record = *changelog.next(Millis(0));
    if (record->end_of_log) {
      changelog.close(record->partition);
      ++ended;
      continue;
    }
    CHECK(batches[record->partition]
              .Put({record->key.data(), record->key.size()},
                   {record->value->data(), record->value->size()})
              .ok());
    batched += record->key.size() + record->value->size();
    if (batched >= kBatchBytes) write();
    if (unflushed < kFlushBytes) continue;
    for (auto& [id, store] : stores) CHECK(store->Flush({}).ok());
    unflushed = 0;
  }
  write();
  for (auto& [id, store] : stores) CHECK(store->Flush({}).ok());
}

std::uint64_t digest(std::string_view key, std::string_view value) {
  return base::xxh3_64(key) * 31 + base::xxh3_64(value);
}

// Every row of the log, and nothing else. Sums, for stores give their rows in another order.
std::size_t check(std::int64_t rows, const std::string& folder) {
  std::uint64_t wanted = 0, found = 0;
  std::size_t bytes = 0;
  std::int64_t count = 0;
  Rows made;
  for (int id = 0; id < kPartitions; ++id) {
    for (std::int64_t offset = 1; offset <= rows; ++offset) {
      const std::int64_t row = offset * kPartitions + id;
      wanted += digest(made.key(row), made.value(row));
    }
    const auto read = adapters::rocks::read_all(folder + "/" + std::to_string(id),
                                                [&](std::string_view key, std::string_view value) {
                                                  found += digest(key, value);
                                                  bytes += key.size() + value.size();
                                                  ++count;
                                                });
    CHECK(read);
  }
  CHECK(count == rows * kPartitions);
  CHECK(found == wanted);
  return bytes;
}

template <void (*fill)(std::int64_t, const std::string&)>
void measure(benchmark::State& state) {
  const std::int64_t rows = state.range(0) / kPartitions;
  std::size_t bytes = 0;
  for (auto _ : state) {
    const Folder folder;
    fill(rows, folder.str());
    state.PauseTiming();
    bytes += check(rows, folder.str());
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * rows * kPartitions);
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

void RestoreBare(benchmark::State& state) { measure<fill_bare>(state); }
void Restore(benchmark::State& state) { measure<restore>(state); }
constexpr std::int64_t kSmall = 20'000, kMillion = 1'000'000;
BENCHMARK(RestoreBare)->Arg(kSmall)->Arg(kMillion)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(Restore)->Arg(kSmall)->Arg(kMillion)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace benchmarks

BENCHMARK_MAIN();
