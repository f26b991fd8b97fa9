#include "adapters/files/unpacker.h"

#include <algorithm>
#include <cstring>

namespace adapters::files {
namespace {

using stream::Result;

constexpr std::size_t kInBytes = 64u << 10, kOutBytes = 256u << 10;
constexpr std::size_t kMagicBytes = 4;
constexpr std::string_view kGzipMagic = "\x1f\x8b\x08";
constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd";

// RFC 1952: two bytes of magic, deflate, no reserved flag.
bool is_gzip(std::string_view head) {
  return head.size() >= kMagicBytes && head.starts_with(kGzipMagic) && (head[3] & 0xe0) == 0;
}

// RFC 8878: a frame, or one to be skipped.
bool is_zstd(std::string_view head) {
  if (head.size() < kMagicBytes) return false;
  return head.starts_with(kZstdMagic) ||
         ((head[0] & 0xf0) == 0x50 && head.substr(1, 3) == "\x2a\x4d\x18");
}

}  // namespace

std::string_view to_text(Packing packing) {
  constexpr std::string_view kTexts[] = {"empty", "plain", "gzip", "zstd"};
  return kTexts[static_cast<std::size_t>(packing)];
}

Unpacker::Unpacker(Input& input, std::uint64_t at)
    : input_(input), in_(kInBytes), out_(kOutBytes), at_(at) {}

void Unpacker::use(std::size_t bytes) {
  from_ += bytes;
  at_ += bytes;
}

bool Unpacker::is_member(std::string_view bytes) const {
  return packing_ == Packing::Gzip ? is_gzip(bytes) : is_zstd(bytes);
}

// The packed bytes end where a member has hardly begun.
bool Unpacker::is_cut_head() const {
  const std::string_view magic = packing_ == Packing::Gzip ? kGzipMagic : kZstdMagic;
  return left().size() < kMagicBytes &&
         left().substr(0, magic.size()) == magic.substr(0, left().size());
}

// False: nothing came within `wait`. At the end the input is dry.
Result<bool> Unpacker::fill(stream::Millis wait) {
  if (from_ > 0) std::memmove(in_.data(), in_.data() + from_, to_ - from_);
  to_ -= from_;
  from_ = 0;
  const auto read = input_.read(std::span(in_).subspan(to_), wait);
  if (!read) return read.fault();
  if (!*read) return false;
  to_ += **read;
  is_dry_ = **read == 0;
  return true;
}

// As many bytes as tell what begins here, or all there are.
Result<bool> Unpacker::fill_head(stream::Millis wait) {
  while (to_ - from_ < kMagicBytes && !is_dry_) {
    const auto filled = fill(wait);
    if (!filled || !*filled) return filled;
  }
  return true;
}

Result<Unpacker::Piece> Unpacker::next(stream::Millis wait) {
  const bool wants_head =
      state_ == State::Begin || state_ == State::Between || state_ == State::Searching;
  const bool wants_any = (state_ == State::Plain || state_ == State::Inside) && from_ == to_;
  if (wants_head || (wants_any && !is_dry_)) {
    const auto filled = wants_head ? fill_head(wait) : fill(wait);
    if (!filled) return filled.fault();
    if (!*filled) return Piece{.is_idle = true};
  }
  switch (state_) {
    case State::Begin:
      return begin();
    case State::Plain:
      return give_plain();
    case State::Between:
      return enter();
    case State::Inside:
      return step();
    case State::Searching:
      return search();
    case State::Ended:
      break;
  }
  return Piece{.at_end = true};
}

Unpacker::Piece Unpacker::begin() {
  if (is_gzip(left()) || is_zstd(left())) {
    packing_ = is_gzip(left()) ? Packing::Gzip : Packing::Zstd;
    codec_ = make_codec(packing_ == Packing::Gzip ? Coding::Gzip : Coding::Zstd);
    state_ = State::Between;
  } else {
    packing_ = left().empty() ? Packing::Unknown : Packing::Plain;
    state_ = State::Plain;
  }
  return {};
}

Unpacker::Piece Unpacker::give_plain() {
  if (left().empty()) {
    state_ = State::Ended;
    return {.at_end = true};
  }
  const Piece piece{.bytes = left(), .start = at_};
  use(piece.bytes.size());
  return piece;
}

// Zeros behind a member fill up a block of a tape or a disk, and mean nothing.
Unpacker::Piece Unpacker::enter() {
  if (left().empty()) {
    state_ = State::Ended;
    return {.at_end = true};
  }
  if (left().front() == '\0') {
    use(std::min(left().find_first_not_of('\0'), left().size()));
    return {};
  }
  if (is_cut_head()) {
    use(left().size());
    state_ = State::Ended;
    return {.damage = Damage::CutEnd};
  }
  if (!is_member(left())) {
    state_ = State::Searching;
    is_told_ = true;
    return {.damage = Damage::Trailing};
  }
  codec_->reset();
  member_at_ = at_;
  member_made_ = 0;
  state_ = State::Inside;
  return {};
}

Unpacker::Piece Unpacker::step() {
  if (is_broken_) return broken();
  const Codec::Step step = codec_->step(left(), out_);
  use(step.taken);
  Piece piece{.bytes = {out_.data(), step.made}};
  if (step.made > 0 && member_made_ == 0) piece.start = member_at_;
  member_made_ += step.made;
  if (step.made > 0) is_told_ = false;
  if (step.at_end) {
    piece.ends_member = true;
    state_ = State::Between;
  } else if (step.is_broken) {
    is_broken_ = true;  // told after the bytes that are good
  } else if (step.made == 0 && left().empty() && is_dry_) {
    state_ = State::Ended;
    piece.damage = Damage::CutEnd;
  }
  return piece;
}

Unpacker::Piece Unpacker::broken() {
  is_broken_ = false;
  state_ = State::Searching;
  if (std::exchange(is_told_, true)) return {};
  return {.damage = Damage::Broken};
}

Unpacker::Piece Unpacker::search() {
  while (to_ - from_ >= kMagicBytes) {
    if (is_member(left())) {
      state_ = State::Between;
      return {};
    }
    const std::size_t next = left().find(packing_ == Packing::Gzip ? "\x1f\x8b" : "\x28\xb5", 1);
    use(std::min(next, left().size() - (kMagicBytes - 1)));
  }
  if (is_dry_) {
    use(left().size());
    state_ = State::Ended;
    return {.at_end = true};
  }
  return {};
}

}  // namespace adapters::files
