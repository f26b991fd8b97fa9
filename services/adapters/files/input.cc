#include "adapters/files/input.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/hash.h"

namespace adapters::files {
namespace {

using stream::Done;
using stream::Result;

constexpr std::size_t kFingerprintBytes = 64u << 10;

base::Fault unreadable(const std::string& path, int error) {
  return base::stop("unreadable_file", path + ": " + std::strerror(error));
}

// Up to the end, or until `to` is full.
Result<std::size_t> read_all(Input& input, std::span<char> to) {
  std::size_t have = 0;
  while (have < to.size()) {
    const auto read = input.read(to.subspan(have), stream::Millis(0));
    if (!read) return read.fault();
    if (!*read || **read == 0) break;
    have += **read;
  }
  return have;
}

Result<std::string> fingerprint_of(const std::string& path, std::uint64_t bytes) {
  auto input = Input::open(path);
  if (!input) return input.fault();
  std::string ends(2 * kFingerprintBytes, '\0');
  const auto head = read_all(**input, std::span(ends).first(kFingerprintBytes));
  if (!head) return head.fault();
  const std::uint64_t tail_at = bytes > kFingerprintBytes ? bytes - kFingerprintBytes : 0;
  if (auto sought = (*input)->seek(tail_at); !sought) return sought.fault();
  const auto tail = read_all(**input, std::span(ends).subspan(*head, kFingerprintBytes));
  if (!tail) return tail.fault();
  ends.resize(*head + *tail);
  return base::to_hex(base::xxh3_128(ends));
}

}  // namespace

Result<FileState> look_at(const std::string& path) {
  FileState state{.path = path};
  if (path == kStandardInput) return state;
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return unreadable(path, errno);
  if (S_ISDIR(found.st_mode)) return unreadable(path, EISDIR);
  if (!S_ISREG(found.st_mode)) return state;
  state.bytes = static_cast<std::uint64_t>(found.st_size);
  auto fingerprint = fingerprint_of(path, state.bytes);
  if (!fingerprint) return fingerprint.fault();
  state.fingerprint = *std::move(fingerprint);
  return state;
}

Result<std::vector<std::string>> list_files(const std::string& path) {
  std::error_code error;
  if (path == kStandardInput || !std::filesystem::is_directory(path, error)) {
    return std::vector<std::string>{path};
  }
  std::vector<std::string> paths;
  std::filesystem::directory_iterator each(path, error);
  for (; !error && each != std::filesystem::directory_iterator(); each.increment(error)) {
    const bool is_hidden = each->path().filename().string().starts_with('.');
    std::error_code unknown;
    if (!is_hidden && !each->is_directory(unknown)) paths.push_back(each->path().string());
  }
  if (error) return unreadable(path, error.value());
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<std::unique_ptr<Input>> Input::open(const std::string& path) {
  const bool is_stdin = path == kStandardInput;
  const int fd = is_stdin ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                          : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return unreadable(path, errno);
  struct stat found {};
  const bool is_file = !is_stdin && ::fstat(fd, &found) == 0 && S_ISREG(found.st_mode);
  return std::unique_ptr<Input>(new Input(path, fd, !is_file));
}

Input::~Input() { ::close(fd_); }

Result<std::optional<std::size_t>> Input::read(std::span<char> to, stream::Millis wait) {
  if (is_pipe_) {
    pollfd one{.fd = fd_, .events = POLLIN, .revents = 0};
    const int ready = ::poll(&one, 1, static_cast<int>(wait.count()));
    if (ready == 0 || (ready < 0 && errno == EINTR)) return std::optional<std::size_t>();
    if (ready < 0) return unreadable(path_, errno);
  }
  const ssize_t got = ::read(fd_, to.data(), to.size());
  if (got >= 0) return std::optional(static_cast<std::size_t>(got));
  if (errno == EINTR || errno == EAGAIN) return std::optional<std::size_t>();
  return unreadable(path_, errno);
}

Result<Done> Input::seek(std::uint64_t at) {
  if (::lseek(fd_, static_cast<off_t>(at), SEEK_SET) >= 0) return Done{};
  return unreadable(path_, errno);
}

void rest(stream::Millis time) { (void)::poll(nullptr, 0, static_cast<int>(time.count())); }

}  // namespace adapters::files
