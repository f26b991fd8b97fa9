#include "replay/file_wiring.h"

#include <algorithm>

#include "replay/file_source.h"

namespace replay {
namespace {

namespace files = adapters::files;
namespace kafka = adapters::kafka;
using base::Result;

// So many of them are looked into; of the others only what they are.
constexpr std::size_t kSampledMax = 20;
constexpr std::uint64_t kEventsSampled = 200;
constexpr std::uint64_t kPackedSampled = 1u << 20, kUnpackedSampled = 32u << 20;

void count(const FileItem& item, FileFound& found) {
  if (item.skip) {
    ++found.skipped[static_cast<std::size_t>(*item.skip)];
    return;
  }
  ++found.events;
  found.event_bytes += item.event.bytes();
}

Result<FileFound> sample(const files::FileState& state, const news::decode::Options& decode,
                         std::uint64_t events_max) {
  FileFound found{.state = state};
  if (state.is_pipe()) return found;
  auto reader = FileReader::open(state.path, decode);
  if (!reader) return reader.fault();
  while (!(*reader)->is_at_end() && found.events < events_max &&
         (*reader)->packed() < kPackedSampled && (*reader)->position() < kUnpackedSampled) {
    const auto item = (*reader)->next(stream::Millis(0));
    if (!item) return item.fault();
    if (*item) count(**item, found);
  }
  found.packing = (*reader)->packing();
  found.form = (*reader)->form();
  found.begins_well = (*reader)->begins_well();
  found.packed = (*reader)->packed();
  found.is_whole = (*reader)->is_at_end();
  return found;
}

}  // namespace

Result<std::vector<files::FileState>> find_files(const std::vector<std::string>& paths) {
  std::vector<std::string> all;
  for (const std::string& path : paths) {
    const auto listed = files::list_files(path);
    if (!listed) return listed.fault();
    all.insert(all.end(), listed->begin(), listed->end());
  }
  std::sort(all.begin(), all.end());
  std::vector<files::FileState> states;
  for (const std::string& path : all) {
    auto state = files::look_at(path);
    if (!state) return state.fault();
    states.push_back(*std::move(state));
  }
  return states;
}

Result<std::vector<FileFound>> look_into(const std::vector<files::FileState>& files,
                                         const news::decode::Options& decode) {
  const std::size_t step = (files.size() + kSampledMax - 1) / kSampledMax;
  std::vector<FileFound> all;
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto found = sample(files[i], decode, i % step == 0 ? kEventsSampled : 1);
    if (!found) return found.fault();
    all.push_back(*std::move(found));
  }
  return all;
}

Result<std::optional<FileProgress>> find_file_progress(kafka::Asker& asker,
                                                       const std::string& target,
                                                       stream::Millis timeout) {
  const auto committed = asker.committed(target, timeout);
  if (!committed) return committed.fault();
  for (const kafka::NotedOffset& each : *committed) {
    if (each.partition != FileSource::kPartition.value || each.offset < 0) continue;
    if (auto note = read_file_note(each.note)) {
      return std::optional(FileProgress{each.offset, *std::move(note)});
    }
  }
  return std::optional<FileProgress>();
}

}  // namespace replay
