// adapters/files/unpacker.h
//
// An input piece by piece as it was before it was packed: as it is, gzip with any number of
// members, zstd with any number of frames; told by the first bytes. Behind damage it goes on with
// the next member that can be found. Memory is bounded whatever the input does; one call does a
// bounded piece of work. One thread. Must not know: what the bytes mean.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "adapters/files/codec.h"
#include "adapters/files/input.h"

namespace adapters::files {

enum class Packing : std::uint8_t { Unknown, Plain, Gzip, Zstd };

std::string_view to_text(Packing packing);

// What is wrong with the packed bytes. CutEnd: they end inside of a member. Trailing: something
// else stands behind a member.
enum class Damage : std::uint8_t { CutEnd, Broken, Trailing };

class Unpacker final {
 public:
  struct Piece {
    std::string_view bytes = {};  // valid until the next call
    // Where an unpacker may begin in the packed bytes to give these bytes first.
    std::optional<std::uint64_t> start = {};
    std::optional<Damage> damage = {};  // what comes next does not go on with what came
    bool ends_member = false;           // and its checksum, if it has one, is right
    bool at_end = false;
    bool is_idle = false;  // nothing has come within the wait
  };

  // The input, which outlives it, has been placed at `at`, a start.
  Unpacker(Input& input, std::uint64_t at);
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;

  // Faults of the input.
  stream::Result<Piece> next(stream::Millis wait);

  // How far the packed bytes are used up.
  std::uint64_t packed() const { return at_; }
  Packing packing() const { return packing_; }

 private:
  enum class State : std::uint8_t { Begin, Plain, Between, Inside, Searching, Ended };

  std::string_view left() const { return std::string_view(in_.data() + from_, to_ - from_); }
  void use(std::size_t bytes);
  bool is_member(std::string_view bytes) const;
  bool is_cut_head() const;
  stream::Result<bool> fill(stream::Millis wait);
  stream::Result<bool> fill_head(stream::Millis wait);
  Piece begin();
  Piece give_plain();
  Piece enter();
  Piece step();
  Piece search();
  Piece broken();

  Input& input_;
  std::vector<char> in_, out_;
  std::size_t from_ = 0, to_ = 0;  // of in_
  std::uint64_t at_;               // of in_[from_], in the packed bytes
  bool is_dry_ = false;            // the input has ended
  State state_ = State::Begin;
  Packing packing_ = Packing::Unknown;
  std::unique_ptr<Codec> codec_;
  std::uint64_t member_at_ = 0, member_made_ = 0;
  bool is_told_ = false;  // of this damage, until a member gives something again
  bool is_broken_ = false;
};

}  // namespace adapters::files
