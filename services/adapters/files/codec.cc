#include "adapters/files/codec.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/check.h"

namespace adapters::files {
namespace {

constexpr int kGzipWindow = 15 + 16, kZlibWindow = 15, kRawWindow = -15;
constexpr int kZstdWindowLogMax = 27;
constexpr std::size_t kPiece = 64u << 10;

unsigned to_unsigned(std::size_t size) {
  return static_cast<unsigned>(std::min<std::size_t>(size, std::numeric_limits<unsigned>::max()));
}

Bytef* to_bytes(std::string_view in) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
}

class Inflater final : public Codec {
 public:
  explicit Inflater(int window) { CHECK(inflateInit2(&stream_, window) == Z_OK); }
  ~Inflater() override { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  Step step(std::string_view in, std::span<char> out) override {
    stream_.next_in = to_bytes(in);
    stream_.avail_in = to_unsigned(in.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = to_unsigned(out.size());
    const unsigned in_before = stream_.avail_in, out_before = stream_.avail_out;
    const int code = inflate(&stream_, Z_NO_FLUSH);
    return {.taken = in_before - stream_.avail_in,
            .made = out_before - stream_.avail_out,
            .at_end = code == Z_STREAM_END,
            .is_broken = code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR};
  }
  void reset() override { CHECK(inflateReset(&stream_) == Z_OK); }

 private:
  z_stream stream_{};
};

// Which of the two forms it is, its first two bytes tell (RFC 1950 2.2): then it is one of them.
class Deflated final : public Codec {
 public:
  Step step(std::string_view in, std::span<char> out) override {
    if (inner_) return inner_->step(in, out);
    const std::size_t taken = std::min(in.size(), head_.size() - held_);
    std::copy_n(in.begin(), taken, head_.begin() + static_cast<std::ptrdiff_t>(held_));
    held_ += taken;
    if (held_ < head_.size()) return {.taken = taken};
    const auto first = static_cast<unsigned char>(head_[0]);
    const bool has_header = (first & 0x0f) == Z_DEFLATED &&
                            (first * 256 + static_cast<unsigned char>(head_[1])) % 31 == 0;
    inner_ = std::make_unique<Inflater>(has_header ? kZlibWindow : kRawWindow);
    Step step = inner_->step({head_.data(), held_}, out);
    step.is_broken = step.is_broken || step.taken < held_;
    step.taken = taken;
    return step;
  }
  void reset() override {
    inner_.reset();
    held_ = 0;
  }

 private:
  std::array<char, 2> head_{};
  std::size_t held_ = 0;
  std::unique_ptr<Inflater> inner_;
};

class Zstd final : public Codec {
 public:
  Zstd() : stream_(ZSTD_createDStream()) {
    CHECK(stream_ != nullptr);
    CHECK(!ZSTD_isError(
        ZSTD_DCtx_setParameter(stream_.get(), ZSTD_d_windowLogMax, kZstdWindowLogMax)));
  }

  Step step(std::string_view in, std::span<char> out) override {
    ZSTD_inBuffer from{in.data(), in.size(), 0};
    ZSTD_outBuffer to{out.data(), out.size(), 0};
    const std::size_t code = ZSTD_decompressStream(stream_.get(), &to, &from);
    const bool is_broken = ZSTD_isError(code) != 0;
    return {.taken = from.pos, .made = to.pos, .at_end = code == 0, .is_broken = is_broken};
  }
  void reset() override {
    CHECK(!ZSTD_isError(ZSTD_DCtx_reset(stream_.get(), ZSTD_reset_session_only)));
  }

 private:
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };
  std::unique_ptr<ZSTD_DStream, Free> stream_;
};

class Brotli final : public Codec {
 public:
  Brotli() { reset(); }

  Step step(std::string_view in, std::span<char> out) override {
    std::size_t in_left = in.size(), out_left = out.size();
    const auto* from = reinterpret_cast<const std::uint8_t*>(in.data());
    auto* to = reinterpret_cast<std::uint8_t*>(out.data());
    const BrotliDecoderResult code =
        BrotliDecoderDecompressStream(state_.get(), &in_left, &from, &out_left, &to, nullptr);
    return {.taken = in.size() - in_left,
            .made = out.size() - out_left,
            .at_end = code == BROTLI_DECODER_RESULT_SUCCESS,
            .is_broken = code == BROTLI_DECODER_RESULT_ERROR};
  }
  void reset() override {
    state_.reset(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
    CHECK(state_ != nullptr);
  }

 private:
  struct Free {
    void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
  };
  std::unique_ptr<BrotliDecoderState, Free> state_;
};

}  // namespace

std::unique_ptr<Codec> make_codec(Coding coding) {
  switch (coding) {
    case Coding::Gzip:
      return std::make_unique<Inflater>(kGzipWindow);
    case Coding::Deflate:
      return std::make_unique<Deflated>();
    case Coding::Zstd:
      return std::make_unique<Zstd>();
    case Coding::Brotli:
      return std::make_unique<Brotli>();
  }
  CHECK(false);
}

Undone undo(Coding coding, std::string_view packed, std::size_t bytes_max, std::string& out) {
  out.clear();
  const auto codec = make_codec(coding);
  std::array<char, kPiece> piece;
  for (;;) {
    const Codec::Step step = codec->step(packed, piece);
    packed.remove_prefix(step.taken);
    if (out.size() + step.made > bytes_max) return Undone::TooLarge;
    out.append(piece.data(), step.made);
    if (step.at_end) return Undone::Whole;
    if (step.is_broken || (step.taken == 0 && step.made == 0)) return Undone::Broken;
  }
}

}  // namespace adapters::files
