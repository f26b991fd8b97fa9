// Any bytes as a file of an archive: cut into records however they come, and each of them a page
// within the limit, or a reason. Whatever is a page is an event for the decoder.
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "replay/cutter.h"
#include "replay/file_event.h"

namespace {

constexpr std::size_t kBytesMax = 8192;

news::decode::Options options() {
  news::decode::Options options;
  options.limits.event_bytes_max = kBytesMax;
  return options;
}

struct Seen {
  std::uint64_t begin = 0;
  std::string what;  // the reason, or the event

  bool operator==(const Seen&) const = default;
};

Seen look_at(const replay::Cut& cut, replay::EventMaker& maker) {
  if (cut.skip) return {cut.begin, std::string(to_text(*cut.skip))};
  if (cut.warc == nullptr) {
    CHECK(cut.line.size() <= kBytesMax);
    return {cut.begin, maker.from_line(cut.line, replay::read_letter_line(cut.line)).value};
  }
  CHECK(cut.warc->block.size() <= kBytesMax);
  auto made = maker.from_warc(*cut.warc);
  if (const auto* skip = std::get_if<replay::Skip>(&made)) {
    return {cut.begin, std::string(to_text(*skip))};
  }
  const auto& event = std::get<replay::FileEvent>(made);
  CHECK(event.value.size() <= kBytesMax && !event.key.empty());
  return {cut.begin, event.value};
}

std::vector<Seen> cut_all(std::string_view bytes, std::size_t piece) {
  static replay::EventMaker maker(options());
  const auto cutter = bytes.starts_with("WARC/") ? replay::make_warc_cutter(kBytesMax)
                                                 : replay::make_line_cutter(kBytesMax);
  std::vector<Seen> all;
  for (std::uint64_t at = 0; at < bytes.size();) {
    std::optional<replay::Cut> cut;
    const std::size_t taken = cutter->feed(bytes.substr(at, piece), at, cut);
    CHECK(taken >= 1 && taken <= piece);
    at += taken;
    if (!cut) continue;
    CHECK(cut->begin < at && (all.empty() || all.back().begin < cut->begin));
    all.push_back(look_at(*cut, maker));
  }
  if (const auto last = cutter->end()) all.push_back(look_at(*last, maker));
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::vector<Seen> whole = cut_all(bytes, size + 1);
  CHECK(cut_all(bytes, 1) == whole);
  CHECK(cut_all(bytes, 13) == whole);
  // A page that came out is one that the decoder can read, or says what is wrong with.
  news::decode::Decoder decoder(options());
  for (const Seen& each : whole) {
    if (!each.what.starts_with("{\"url\"")) continue;
    const auto event = decoder.decode(each.what, {1'790'000'000'000});
    CHECK(event || event.fault().code != "event_too_large");
    CHECK(!bytes.starts_with("WARC/") || event || event.fault().code != "bad_json");
  }
  return 0;
}
