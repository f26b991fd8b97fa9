#include "adapters/rocks/memory.h"

#include <rocksdb/cache.h>
#if __has_include(<rocksdb/advanced_cache.h>)
#include <rocksdb/advanced_cache.h>  // the class itself, since RocksDB 8
#endif
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>

#include "adapters/rocks/memory_parts.h"

namespace adapters::rocks {
namespace {

constexpr int kCacheShardBits = 3;

rocksdb::BlockBasedTableOptions table_options(std::shared_ptr<rocksdb::Cache> cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = std::move(cache);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10, false));
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  // Written out: newer releases default to a format that older ones cannot read.
  table.format_version = 5;
  return table;
}

Memory::Parts make_parts(const MemoryOptions& wanted) {
  Memory::Parts parts;
  parts.statistics = rocksdb::CreateDBStatistics();
  // Counts only: histograms of each read cost as much as a tenth of it.
  parts.statistics->set_stats_level(rocksdb::StatsLevel::kExceptHistogramOrTimers);
  // Not strict: a full cache must cost reads from disk, never refuse them.
  // Few shards: the index and the filter of a file are a block each, and must fit into one.
  const auto cache = rocksdb::NewLRUCache(wanted.cache_bytes, kCacheShardBits);

  rocksdb::Options& options = parts.options;
  options.create_if_missing = true;
  options.statistics = parts.statistics;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table_options(cache)));
  options.write_buffer_manager =
      std::make_shared<rocksdb::WriteBufferManager>(wanted.cache_bytes / 2, cache);
  options.write_buffer_size = wanted.write_buffer_bytes;
  options.max_write_buffer_number = 3;
  // Most rows asked for are in no write buffer, and a search in one is a walk through cold memory.
  options.memtable_prefix_bloom_size_ratio = 0.02;
  options.memtable_whole_key_filtering = true;
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(1));
  options.max_open_files = 256;
  options.max_background_jobs = 2;
  // Most keys asked for are new: filters of the last level earn their place.
  options.optimize_filters_for_hits = false;
  options.level_compaction_dynamic_level_bytes = true;
  // Nearly all of a row is hashes: zstd at the bottom saves 2 % more and reads several times
  // slower.
  options.compression = rocksdb::kLZ4Compression;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.keep_log_file_num = 2;
  return parts;
}

}  // namespace

Memory::Memory(const MemoryOptions& options)
    : parts_(std::make_unique<const Parts>(make_parts(options))) {}

Memory::~Memory() = default;

Figures Memory::figures() const {
  const rocksdb::Statistics& counted = *parts_->statistics;
  const auto* table = parts_->options.table_factory->GetOptions<rocksdb::BlockBasedTableOptions>();
  return {.cache_hits = counted.getTickerCount(rocksdb::BLOCK_CACHE_HIT),
          .cache_misses = counted.getTickerCount(rocksdb::BLOCK_CACHE_MISS),
          .stall_micros = counted.getTickerCount(rocksdb::STALL_MICROS),
          .cache_used_bytes = table->block_cache->GetUsage()};
}

}  // namespace adapters::rocks
