// stream/read_memo.h
//
// What a batch has read of its partition's store, for rows that record after record asks for: the
// store does not change before the batch is committed. Reads that are found again cost a hash
// instead of a search. Forgets whatever it has no room for. One thread.
// Limits: 64 rows of at most 512 bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stream {

class ReadMemo final {
 public:
  static constexpr std::size_t kRows = 64;
  static constexpr std::size_t kRowBytesMax = 512;  // key and value

  // nullptr: not known. Else what the store said; valid until the next call.
  const std::optional<std::string>* find(std::string_view key) const;
  void keep(std::string_view key, const std::optional<std::string>& value);
  // The store has changed, or may have.
  void clear() { ++batch_; }

 private:
  struct Row {
    std::uint64_t batch = 0;  // it was read in
    std::string key;
    std::optional<std::string> value;
  };

  static std::size_t slot_of(std::string_view key);

  std::array<Row, kRows> rows_;
  std::uint64_t batch_ = 1;
};

}  // namespace stream
