// adapters/files/input.h
//
// The bytes of a file as they lie there, from any place on, or of a pipe as they come. Blocks no
// longer than it is told to. And what tells one file from another without reading it whole. One
// thread an object. Must not know: what is packed in it, what the bytes mean.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stream/ports.h"

namespace adapters::files {

// Standard input, in place of a path.
inline constexpr std::string_view kStandardInput = "-";

struct FileState {
  std::string path;
  std::uint64_t bytes = 0;
  // Of its first and its last bytes: another file of the same length is told by them. Empty: a
  // pipe, of which nothing is known before it is read.
  std::string fingerprint = {};

  bool is_pipe() const { return fingerprint.empty(); }
  bool operator==(const FileState&) const = default;
};

// Faults (Stop): unreadable_file.
stream::Result<FileState> look_at(const std::string& path);

// A folder stands for the files in it but the hidden ones, all else for itself. Faults (Stop):
// unreadable_file.
stream::Result<std::vector<std::string>> list_files(const std::string& path);

class Input final {
 public:
  // Faults (Stop): unreadable_file.
  static stream::Result<std::unique_ptr<Input>> open(const std::string& path);
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  // So many bytes, 0 at the end; nothing: none have come within `wait`.
  stream::Result<std::optional<std::size_t>> read(std::span<char> to, stream::Millis wait);
  stream::Result<stream::Done> seek(std::uint64_t at);

 private:
  Input(std::string path, int fd, bool is_pipe)
      : path_(std::move(path)), fd_(fd), is_pipe_(is_pipe) {}

  const std::string path_;
  const int fd_;
  const bool is_pipe_;
};

// Lets time go by.
void rest(stream::Millis time);

}  // namespace adapters::files
