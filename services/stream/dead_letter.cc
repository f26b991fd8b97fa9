#include "stream/dead_letter.h"

#include <algorithm>
#include <charconv>

#include "base/time.h"

namespace stream {
namespace {

constexpr std::string_view kAttempts = "dateline-attempts";
constexpr std::string_view kOriginTime = "dateline-origin-time";

// A replayed dead letter brings its count along.
int attempts_of(const Record& record) {
  int before = 0;
  if (const auto text = find_header(record, kAttempts)) {
    const auto read = std::from_chars(text->data(), text->data() + text->size(), before);
    if (read.ec != std::errc() || before < 0 || before > 1'000'000) before = 0;
  }
  return before + 1;
}

// Cut at a character, not inside of one, if it is UTF-8.
std::string_view cut_text(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && bytes_max - end < 4 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
    --end;
  }
  return text.substr(0, end);
}

void add_reason(std::vector<OwnedHeader>& headers, const Record& record, const Fault& fault,
                const StageSpec& stage, const WorkerOptions& options) {
  const std::string origin = stage.input + "/" + std::to_string(record.partition.value) + "/" +
                             std::to_string(record.offset.value);
  headers.push_back({"dateline-reason", std::string(fault.code)});
  headers.push_back(
      {"dateline-detail", std::string(cut_text(fault.detail, options.dead_detail_bytes_max))});
  headers.push_back({"dateline-stage", stage.name});
  headers.push_back({"dateline-origin", origin});
  if (!find_header(record, kOriginTime)) {
    headers.push_back({std::string(kOriginTime), std::to_string(record.appended_at.value)});
  }
  headers.push_back({std::string(kAttempts), std::to_string(attempts_of(record))});
  headers.push_back({"dateline-generation", options.generation});
}

// The names that Kafka Connect gives its own dead letters (KIP-298), for tools that know them.
void add_connect(std::vector<OwnedHeader>& headers, const Record& record, const Fault& fault,
                 const StageSpec& stage, const WorkerOptions& options) {
  const auto add = [&](std::string_view name, std::string value) {
    headers.push_back({"__connect.errors." + std::string(name), std::move(value)});
  };
  add("topic", stage.input);
  add("partition", std::to_string(record.partition.value));
  add("offset", std::to_string(record.offset.value));
  add("connector.name", options.connector);
  add("task.id", "0");
  add("stage", "TRANSFORMATION");
  add("class.name", "dateline." + stage.name);
  add("exception.class.name", "dateline." + std::string(fault.code));
  add("exception.message", std::string(cut_text(fault.detail, options.dead_detail_bytes_max)));
}

std::size_t bytes_of(const std::vector<OwnedHeader>& headers) {
  std::size_t bytes = 0;
  for (const OwnedHeader& header : headers) bytes += header.key.size() + header.value.size();
  return bytes;
}

bool wants_body(const Fault& fault, Body body, const WorkerOptions& options) {
  if (body == Body::Drop || !options.dead_bodies) return false;
  const auto& skip = options.dead_skip_bodies;
  return std::find(skip.begin(), skip.end(), fault.code) == skip.end();
}

}  // namespace

DeadLetter make_dead_letter(const Record& record, const Fault& fault, Body body,
                            const StageSpec& stage, const WorkerOptions& options,
                            std::size_t bytes_max) {
  DeadLetter letter{
      .reason = fault.code, .key = std::string(record.key), .value = {}, .headers = {}};
  std::vector<OwnedHeader> ours;
  add_reason(ours, record, fault, stage, options);
  if (options.dead_connect_headers) add_connect(ours, record, fault, stage, options);
  for (const Header& header : record.headers) {
    if (header.key == kAttempts) continue;
    letter.headers.push_back({std::string(header.key), std::string(header.value)});
  }
  const std::string value_bytes = std::to_string(record.value ? record.value->size() : 0);
  const OwnedHeader cut{"dateline-value-bytes", value_bytes};
  const std::size_t fixed = bytes_of(ours) + cut.key.size() + cut.value.size();
  // Beyond reason: what would not fit even without a value goes, last things first.
  if (fixed + letter.key.size() + bytes_of(letter.headers) > bytes_max) letter.headers.clear();
  if (fixed + letter.key.size() > bytes_max) letter.key.clear();
  const std::size_t taken = fixed + letter.key.size() + bytes_of(letter.headers);
  letter.headers.insert(letter.headers.end(), ours.begin(), ours.end());
  if (!record.value) return letter;
  const std::size_t room = bytes_max > taken ? bytes_max - taken : 0;
  const std::size_t kept =
      wants_body(fault, body, options) ? std::min(room, record.value->size()) : 0;
  letter.value = std::string(record.value->substr(0, kept));
  if (kept < record.value->size()) letter.headers.push_back(cut);
  return letter;
}

std::size_t bytes_of(const DeadLetter& letter) {
  return letter.key.size() + (letter.value ? letter.value->size() : 0) + bytes_of(letter.headers);
}

}  // namespace stream
