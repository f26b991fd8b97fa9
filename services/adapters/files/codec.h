// adapters/files/codec.h
//
// The compressed forms that files and pages come in, undone step by step or at once, within a
// limit. What strangers packed may be damaged, cut or a bomb: memory follows the caller's buffers
// and the form's own window (gzip 32 KiB, brotli 16 MiB, zstd at most 128 MiB: wider ones count as
// broken). One thread an object. Must not know: files, HTTP, what the bytes mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace adapters::files {

// Deflate: what HTTP calls so, with zlib's header (RFC 1950) or, as many servers send it, without.
enum class Coding : std::uint8_t { Gzip, Deflate, Zstd, Brotli };

class Codec {
 public:
  struct Step {
    std::size_t taken = 0, made = 0;  // bytes of the input and of the output
    bool at_end = false;              // of a member, a frame
    bool is_broken = false;
  };

  virtual ~Codec() = default;
  // Neither taken nor made, and neither at the end nor broken: more input is needed.
  virtual Step step(std::string_view in, std::span<char> out) = 0;
  // Another member begins.
  virtual void reset() = 0;
};

std::unique_ptr<Codec> make_codec(Coding coding);

enum class Undone : std::uint8_t { Whole, TooLarge, Broken };

// What stands behind the end of the packed bytes is let be. Of TooLarge and Broken `out` holds the
// beginning.
Undone undo(Coding coding, std::string_view packed, std::size_t bytes_max, std::string& out);

}  // namespace adapters::files
