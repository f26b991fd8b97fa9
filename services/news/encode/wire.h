// news/encode/wire.h
//
// Protobuf's wire format by hand, for the messages that every record reads and writes: no message
// object stands between the bytes and the values, and a text is read where it lies. What the fields
// mean is in proto/*.proto; tests hold the bytes against protobuf's own code, and what it refuses
// is refused here.
// Pure, O(n), any thread. Must not know: which message it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace news::encode {

// A field's number and how its value is written: what stands before each value.
constexpr std::uint32_t varint_tag(std::uint32_t field) { return field << 3; }
constexpr std::uint32_t fixed64_tag(std::uint32_t field) { return field << 3 | 1; }
constexpr std::uint32_t bytes_tag(std::uint32_t field) { return field << 3 | 2; }
constexpr std::uint32_t fixed32_tag(std::uint32_t field) { return field << 3 | 5; }

constexpr std::uint64_t to_zigzag(std::int64_t value) {
  return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t from_zigzag(std::uint64_t number) {
  return static_cast<std::int64_t>(number >> 1 ^ (~(number & 1) + 1));
}

// The fields of one message in their order. Each take looks whether the field is its own; what
// nobody takes is unknown, and passed over.
class WireReader final {
 public:
  explicit WireReader(std::string_view message)
      : at_(message.data()), end_(message.data() + message.size()) {}

  // False: nothing is left, or it is broken.
  bool next();
  bool is_broken() const { return broken_; }
  std::uint32_t tag() const { return tag_; }
  std::uint64_t number() const { return number_; }  // of a varint or a fixed one
  std::string_view bytes() const { return bytes_; }

  template <class T>
  void take(std::uint32_t field, T& to) const {
    if (tag_ == varint_tag(field)) to = static_cast<T>(number_);
  }
  void take_zigzag(std::uint32_t field, std::int64_t& to) const {
    if (tag_ == varint_tag(field)) to = from_zigzag(number_);
  }
  void take_fixed32(std::uint32_t field, std::uint32_t& to) const {
    if (tag_ == fixed32_tag(field)) to = static_cast<std::uint32_t>(number_);
  }
  void take_fixed64(std::uint32_t field, std::uint64_t& to) const {
    if (tag_ == fixed64_tag(field)) to = number_;
  }
  void take_bytes(std::uint32_t field, std::string_view& to) const {
    if (tag_ == bytes_tag(field)) to = bytes_;
  }
  // What is no UTF-8 is broken.
  void take_text(std::uint32_t field, std::string& to);

 private:
  void pass_group(std::uint32_t field);
  bool ends_group(std::uint32_t field);
  std::uint64_t cut_number(std::size_t bytes_max);
  std::uint64_t cut_fixed(std::size_t size);
  std::string_view cut_bytes(std::uint64_t size);

  const char* at_;  // what is left
  const char* end_;
  std::string_view bytes_;
  std::uint64_t number_ = 0;
  std::uint32_t tag_ = 0;
  int depth_ = 0;  // of groups
  bool broken_ = false;
};

// The numbers of a packed field, one after the other.
class PackedReader final {
 public:
  explicit PackedReader(std::string_view field)
      : at_(field.data()), end_(field.data() + field.size()) {}

  bool next();  // false: nothing is left, or it is broken
  bool is_broken() const { return broken_; }
  std::uint64_t number() const { return number_; }

 private:
  const char* at_;
  const char* end_;
  std::uint64_t number_ = 0;
  bool broken_ = false;
};

void append_varint(std::string& out, std::uint64_t value);

// Even if it is zero: of an `optional` field.
void put_present(std::string& out, std::uint32_t field, std::uint64_t value);
// Fields as proto3 writes them otherwise: what is zero or empty is left out.
void put_number(std::string& out, std::uint32_t field, std::uint64_t value);
void put_zigzag(std::string& out, std::uint32_t field, std::int64_t value);
void put_fixed32(std::string& out, std::uint32_t field, std::uint32_t value);
void put_fixed64(std::string& out, std::uint32_t field, std::uint64_t value);
void put_bytes(std::string& out, std::uint32_t field, std::string_view value);
void put_text(std::string& out, std::uint32_t field, std::string_view value);  // mended (utf8.h)

// A repeated number, alone or packed. False: it is broken, or one is too large for T.
template <class T>
bool take_numbers(const WireReader& wire, std::uint32_t field, std::vector<T>& to) {
  bool fits = true;
  const auto take = [&](std::uint64_t number) {
    to.push_back(static_cast<T>(number));
    fits &= sizeof(T) >= sizeof(std::uint32_t) ||
            static_cast<std::uint32_t>(number) <= std::numeric_limits<T>::max();
  };
  if (wire.tag() == varint_tag(field)) take(wire.number());
  if (wire.tag() != bytes_tag(field)) return fits;
  PackedReader packed(wire.bytes());
  while (packed.next()) take(packed.number());
  return fits && !packed.is_broken();
}

template <class T, class ToNumber>
void put_packed(std::string& out, std::uint32_t field, const std::vector<T>& values,
                ToNumber to_number) {
  std::string packed;
  for (const T& value : values) append_varint(packed, to_number(value));
  put_bytes(out, field, packed);
}

}  // namespace news::encode
