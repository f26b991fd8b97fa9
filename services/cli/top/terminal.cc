#include "cli/top/terminal.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <string_view>

namespace cli::top {
namespace {

constexpr std::string_view kEnter = "\x1b[?1049h\x1b[?25l\x1b[2J", kLeave = "\x1b[?25h\x1b[?1049l";
constexpr std::string_view kHome = "\x1b[H", kEraseLine = "\x1b[K", kEraseRest = "\x1b[J";

// A terminal that takes no more is gone: nothing can be done for it.
void write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

Terminal::Terminal(int keys, int screen) : keys_(keys), screen_(screen) {
  has_keys_ = ::tcgetattr(keys_, &before_) == 0;
  if (has_keys_) {
    termios now = before_;
    now.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    now.c_cc[VSUSP] = _POSIX_VDISABLE;  // a stopped one would leave the screen as it is
    ::tcsetattr(keys_, TCSANOW, &now);
  }
  write_all(screen_, kEnter);
  entered_.with([](bool& entered) { entered = true; });
}

void Terminal::leave() {
  entered_.with([this](bool& entered) {
    if (!entered) return;
    entered = false;
    write_all(screen_, kLeave);
    if (has_keys_) ::tcsetattr(keys_, TCSANOW, &before_);
  });
}

void Terminal::draw(const std::vector<std::string>& lines) {
  std::string frame(kHome);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    frame += lines[i];
    frame += kEraseLine;
    if (i + 1 < lines.size()) frame += "\r\n";
  }
  frame += kEraseRest;
  entered_.with([&](const bool& entered) {
    if (entered) write_all(screen_, frame);
  });
}

Size Terminal::size() const {
  winsize window{};
  if (::ioctl(screen_, TIOCGWINSZ, &window) != 0 || window.ws_col == 0 || window.ws_row == 0) {
    return {};
  }
  return {window.ws_col, window.ws_row};
}

char Terminal::await_key(stream::Millis wait) {
  pollfd keys{.fd = has_keys_ ? keys_ : -1, .events = POLLIN, .revents = 0};
  if (::poll(&keys, 1, static_cast<int>(wait.count())) <= 0) return 0;
  char key = 0;
  return ::read(keys_, &key, 1) == 1 ? key : 'q';  // the terminal is gone
}

}  // namespace cli::top
