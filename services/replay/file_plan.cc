#include "replay/file_plan.h"

#include <algorithm>

#include "base/hash.h"

namespace replay {
namespace {

namespace files = adapters::files;

constexpr std::size_t kIdDigits = 12, kDigestDigits = 16;

std::string hash_of(const std::string& text) { return to_hex(base::xxh3_128(text)); }

// How many events a packed byte holds, by all that was looked into.
struct Density {
  double events = 0, event_bytes = 0;
};

Density density_of(const std::vector<FileFound>& files) {
  double packed = 0;
  Density sum;
  for (const FileFound& file : files) {
    packed += static_cast<double>(file.packed);
    sum.events += static_cast<double>(file.events);
    sum.event_bytes += static_cast<double>(file.event_bytes);
  }
  if (packed == 0) return {};
  return {sum.events / packed, sum.event_bytes / packed};
}

std::uint64_t scale(double density, std::uint64_t bytes) {
  return static_cast<std::uint64_t>(density * static_cast<double>(bytes));
}

std::string note_of(const FileFound& file) {
  if (file.state.is_pipe()) return "a pipe: cannot be gone on with after a stop";
  std::string damages;
  for (std::size_t i = 0; i < file.skipped.size(); ++i) {
    const auto skip = static_cast<Skip>(i);
    if (file.skipped[i] == 0 || !is_damage(skip)) continue;
    damages += (damages.empty() ? "" : ", ") + std::string(to_text(skip)) + " " +
               std::to_string(file.skipped[i]);
  }
  return damages;
}

FilePlanRow make_row(const FileFound& file, const Density& all) {
  FilePlanRow row{.path = file.state.path,
                  .bytes = file.state.bytes,
                  .packing = std::string(to_text(file.packing)),
                  .form = std::string(to_text(file.form)),
                  .note = note_of(file)};
  if (file.state.is_pipe()) {
    row.packing = row.form = "?";
    return row;
  }
  row.is_exact = file.is_whole;
  if (file.is_whole) {
    row.events = file.events;
    row.event_bytes = file.event_bytes;
    return row;
  }
  const Density own = file.events > 1 ? density_of({file}) : all;
  row.events = std::max(file.events, scale(own.events, file.state.bytes));
  row.event_bytes = std::max(file.event_bytes, scale(own.event_bytes, file.state.bytes));
  return row;
}

void refuse_files(const std::vector<FileFound>& files, std::vector<std::string>& refusals) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    const FileFound& file = files[i];
    if (!file.begins_well) {
      refusals.push_back(file.state.path + " is neither lines of JSON nor WARC");
    }
    if (i > 0 && file.state.path == files[i - 1].state.path) {
      refusals.push_back(file.state.path + " is named twice");
    }
  }
}

bool has_pipe(const std::vector<files::FileState>& all) {
  return std::any_of(all.begin(), all.end(), [](const auto& each) { return each.is_pipe(); });
}

}  // namespace

Plan FilePlan::totals() const {
  Plan plan{.topic = "files",
            .target = target,
            .id = id,
            .digest = digest,
            .rows = {},
            .refusals = refusals,
            .live_lag = live_lag};
  for (const FilePlanRow& row : rows) {
    plan.rows.push_back({.records = row.events, .bytes = row.event_bytes});
  }
  return plan;
}

std::string digest_of(const Request& request, const std::vector<files::FileState>& files) {
  std::string text = "files target=" + request.target;
  for (const files::FileState& file : files) {
    text += " path=" + std::to_string(file.path.size()) + ":" + file.path +
            " bytes=" + std::to_string(file.bytes) + " fingerprint=" + file.fingerprint;
  }
  return hash_of(text + to_text(request.selection)).substr(0, kDigestDigits);
}

FilePlan make_plan(const Request& request, const std::vector<FileFound>& found, const World& world,
                   const std::string& id) {
  std::vector<files::FileState> states;
  for (const FileFound& file : found) states.push_back(file.state);
  FilePlan plan{.target = request.target,
                .id = id,
                .digest = digest_of(request, states),
                .rows = {},
                .refusals = {},
                .live_lag = world.live_lag,
                .has_pipe = has_pipe(states)};
  const Density all = density_of(found);
  for (const FileFound& file : found) plan.rows.push_back(make_row(file, all));
  refuse_files(found, plan.refusals);
  refuse_lane(request.target, world, plan.refusals);
  return plan;
}

std::string id_for(const std::string& digest, const std::vector<files::FileState>& files,
                   base::Timestamp now) {
  if (!has_pipe(files)) return digest.substr(0, kIdDigits);
  return "pipe-" + hash_of(digest + std::to_string(now.value)).substr(0, kIdDigits);
}

}  // namespace replay
