#include "cli/watch/samples.h"

#include <algorithm>

#include "base/hash.h"

namespace cli::watch {
namespace {

constexpr std::uint64_t kSizeMask = 0xFF'FFFF;

// The size below, a part of the hash above: most strangers are known by their size.
std::uint64_t tag_of(std::string_view candidate) {
  return (base::xxh3_64(candidate) & ~kSizeMask) | (candidate.size() & kSizeMask);
}

std::size_t size_of(const SharedBytes& bytes) { return bytes == nullptr ? 0 : bytes->size(); }

adapters::status::ArticleLine line_of(const Sample& sample) {
  const std::string_view outcome = !sample.reason.empty()    ? sample.reason
                                   : !sample.verdict.empty() ? sample.verdict
                                                             : std::string_view("cleaned");
  return {.id = sample.id,
          .at = sample.at,
          .site = sample.site,
          .url = sample.url,
          .headline = sample.headline,
          .outcome = std::string(outcome),
          .version = sample.number,
          .bytes = size_of(sample.event),
          .is_dead = !sample.reason.empty()};
}

}  // namespace

std::size_t Sample::bytes() const {
  return sizeof(Sample) + place.size() + site.size() + url.size() + headline.size() +
         detail.size() + size_of(event) + size_of(version);
}

void Samples::add(Sample sample, std::string_view candidate) {
  const std::uint64_t tag = candidate.empty() ? 0 : tag_of(candidate);
  ring_.with([&](Ring& ring) {
    sample.id = ++ring.last_id;
    ring.bytes += sample.bytes();
    ring.all.push_back({std::move(sample), tag});
    make_room(ring);
    if (tag == 0) return;
    awaited_[ring.awaited++ % kAwaitedMax].store(tag, std::memory_order_relaxed);
  });
}

void Samples::make_room(Ring& ring) const {
  while (!ring.all.empty() &&
         (ring.all.size() > limits_.count_max || ring.bytes > limits_.bytes_max)) {
    ring.bytes -= ring.all.front().sample.bytes();
    ring.all.pop_front();
  }
}

bool Samples::knows(std::string_view candidate) const {
  for (const auto& awaited : awaited_) {
    const std::uint64_t tag = awaited.load(std::memory_order_relaxed);
    if ((tag & kSizeMask) != (candidate.size() & kSizeMask)) continue;
    if (tag != 0 && tag == tag_of(candidate)) return true;
  }
  return false;
}

void Samples::judge(std::string_view candidate, Judged judged) {
  const std::uint64_t tag = tag_of(candidate);
  ring_.with([&](Ring& ring) {
    const auto kept = std::find_if(ring.all.rbegin(), ring.all.rend(),
                                   [tag](const Kept& one) { return one.tag == tag; });
    if (kept == ring.all.rend()) return;
    ring.bytes -= kept->sample.bytes();
    kept->sample.verdict = std::move(judged.verdict);
    kept->sample.number = std::move(judged.number);
    kept->sample.version = std::move(judged.version);
    ring.bytes += kept->sample.bytes();
    make_room(ring);
  });
}

std::vector<adapters::status::ArticleLine> Samples::lines() const {
  return ring_.with([](const Ring& ring) {
    std::vector<adapters::status::ArticleLine> lines;
    for (auto kept = ring.all.rbegin(); kept != ring.all.rend(); ++kept) {
      lines.push_back(line_of(kept->sample));
    }
    return lines;
  });
}

std::optional<Sample> Samples::find(std::uint64_t id) const {
  return ring_.with([id](const Ring& ring) -> std::optional<Sample> {
    for (const Kept& kept : ring.all) {
      if (kept.sample.id == id) return kept.sample;
    }
    return std::nullopt;
  });
}

}  // namespace cli::watch
