#include "news/encode/wire.h"

#include <algorithm>

#include "news/encode/utf8.h"

namespace news::encode {
namespace {

constexpr std::size_t kVarintBytesMax = 10;
constexpr std::size_t kTagBytesMax = 5;
constexpr int kDepthMax = 100;  // as protobuf has it

enum WireType : std::uint32_t {
  kVarint = 0,
  kFixed64 = 1,
  kBytes = 2,
  kGroup = 3,
  kGroupEnd = 4,
  kFixed32 = 5
};

// Off the front; false if it has no end within so many bytes.
inline bool cut_varint(const char*& at, const char* end, std::size_t bytes_max,
                       std::uint64_t& value) {
  if (at != end && static_cast<unsigned char>(*at) < 0x80) {
    value = static_cast<unsigned char>(*at++);
    return true;
  }
  value = 0;
  const char* const stop =
      at + std::min<std::size_t>(static_cast<std::size_t>(end - at), bytes_max);
  for (int shift = 0; at != stop; shift += 7) {
    const auto byte = static_cast<unsigned char>(*at++);
    value |= std::uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

void append_little_endian(std::string& out, std::uint64_t value, std::size_t size) {
  char bytes[8];
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(value >> (8 * i));
  out.append(bytes, size);
}

}  // namespace

bool WireReader::next() {
  if (at_ == end_ || broken_) return false;
  tag_ = static_cast<std::uint32_t>(cut_number(kTagBytesMax));
  if (tag_ >> 3 == 0) broken_ = true;
  switch (tag_ & 7) {
    case kVarint:
      number_ = cut_number(kVarintBytesMax);
      break;
    case kFixed64:
      number_ = cut_fixed(8);
      break;
    case kBytes:
      bytes_ = cut_bytes(cut_number(kVarintBytesMax));
      break;
    case kFixed32:
      number_ = cut_fixed(4);
      break;
    case kGroup:
      pass_group(tag_ >> 3);
      break;
    default:
      broken_ = true;
  }
  return !broken_;
}

// Nothing of ours writes groups; they are unknown fields like others, up to where they end.
void WireReader::pass_group(std::uint32_t field) {
  const std::uint32_t outer = tag_;
  if (++depth_ > kDepthMax) broken_ = true;
  while (!broken_ && !ends_group(field)) next();
  --depth_;
  tag_ = outer;
}

bool WireReader::ends_group(std::uint32_t field) {
  const char* const before = at_;
  const auto tag = static_cast<std::uint32_t>(cut_number(kTagBytesMax));
  if ((tag & 7) == kGroupEnd) {
    broken_ = broken_ || tag >> 3 != field;
    return true;
  }
  at_ = before;
  broken_ = broken_ || at_ == end_;
  return false;
}

void WireReader::take_text(std::uint32_t field, std::string& to) {
  if (tag_ != bytes_tag(field)) return;
  broken_ = broken_ || !is_utf8(bytes_);
  to = bytes_;
}

std::uint64_t WireReader::cut_number(std::size_t bytes_max) {
  std::uint64_t number = 0;
  if (!cut_varint(at_, end_, bytes_max, number)) broken_ = true;
  return number;
}

std::uint64_t WireReader::cut_fixed(std::size_t size) {
  std::uint64_t value = 0;
  const std::string_view bytes = cut_bytes(size);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return value;
}

std::string_view WireReader::cut_bytes(std::uint64_t size) {
  if (size > static_cast<std::uint64_t>(end_ - at_)) {
    broken_ = true;
    return {};
  }
  const std::string_view bytes(at_, size);
  at_ += size;
  return bytes;
}

bool PackedReader::next() {
  if (at_ == end_ || broken_) return false;
  broken_ = !cut_varint(at_, end_, kVarintBytesMax, number_);
  return !broken_;
}

void append_varint(std::string& out, std::uint64_t value) {
  if (value < 0x80) return out.push_back(static_cast<char>(value));
  char bytes[kVarintBytesMax];
  std::size_t size = 0;
  for (; value >= 0x80; value >>= 7) bytes[size++] = static_cast<char>(value | 0x80);
  bytes[size++] = static_cast<char>(value);
  out.append(bytes, size);
}

void put_present(std::string& out, std::uint32_t field, std::uint64_t value) {
  append_varint(out, varint_tag(field));
  append_varint(out, value);
}

void put_number(std::string& out, std::uint32_t field, std::uint64_t value) {
  if (value != 0) put_present(out, field, value);
}

void put_zigzag(std::string& out, std::uint32_t field, std::int64_t value) {
  put_number(out, field, to_zigzag(value));
}

void put_fixed32(std::string& out, std::uint32_t field, std::uint32_t value) {
  if (value == 0) return;
  append_varint(out, fixed32_tag(field));
  append_little_endian(out, value, 4);
}

void put_fixed64(std::string& out, std::uint32_t field, std::uint64_t value) {
  if (value == 0) return;
  append_varint(out, fixed64_tag(field));
  append_little_endian(out, value, 8);
}

void put_bytes(std::string& out, std::uint32_t field, std::string_view value) {
  if (value.empty()) return;
  append_varint(out, bytes_tag(field));
  append_varint(out, value.size());
  out += value;
}

void put_text(std::string& out, std::uint32_t field, std::string_view value) {
  if (is_utf8(value)) return put_bytes(out, field, value);
  put_bytes(out, field, to_utf8(value));
}

}  // namespace news::encode
