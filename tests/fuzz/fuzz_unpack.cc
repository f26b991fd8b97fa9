// Any bytes as something packed: each codec ends, gives no more than it may, and gives the same
// however its input comes.
#include <array>
#include <cstdint>
#include <string>

#include "adapters/files/codec.h"
#include "base/check.h"

namespace {

using adapters::files::Codec;
using adapters::files::Coding;
using adapters::files::Undone;

constexpr std::size_t kBytesMax = 64u << 10;

// Byte by byte; false: it was over the limit.
bool unpack_slowly(Coding coding, std::string_view packed, std::string& out) {
  const auto codec = adapters::files::make_codec(coding);
  std::array<char, 97> piece;
  while (!packed.empty()) {
    const Codec::Step step = codec->step(packed.substr(0, 1), piece);
    CHECK(step.taken <= 1 && step.made <= piece.size());
    packed.remove_prefix(step.taken);
    out.append(piece.data(), step.made);
    if (out.size() > kBytesMax) return false;
    if (step.at_end || step.is_broken) return true;
    if (step.taken == 0 && step.made == 0) return true;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view packed(reinterpret_cast<const char*>(data), size);
  for (const Coding coding : {Coding::Gzip, Coding::Deflate, Coding::Zstd, Coding::Brotli}) {
    std::string out, slowly;
    const Undone undone = adapters::files::undo(coding, packed, kBytesMax, out);
    CHECK(out.size() <= kBytesMax);
    if (undone != Undone::Whole) continue;
    CHECK(unpack_slowly(coding, packed, slowly) &&
          slowly.starts_with(out.substr(0, slowly.size())));
  }
  return 0;
}
