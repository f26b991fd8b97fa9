// `dateline top` as a person has it: on a terminal, which it must leave as it was.
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <sstream>

#include "adapters/status/answers.h"
#include "adapters/status/server.h"
#include "cli/binary.h"
#include "cli/text.h"
#include "tests/adapters/status/sample_view.h"

namespace cli_tests {
namespace {

using adapters::status::Answers;
using adapters::status::Request;
using adapters::status::Server;
using adapters::status::View;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds kPatience{60};

// A process that answers; where it does.
class Service final {
 public:
  explicit Service(const std::string& instance) {
    View view = adapters::status::sample_view();
    view.instance = instance;
    view.articles = {{.id = 1,
                      .site = "a.example",
                      .headline = "\x1b]0;owned\x07 Outer mole reopens",
                      .outcome = "new"}};
    auto server = Server::start(
        {.listen = "127.0.0.1:0"}, answers_,
        [view](const Request& request) { return adapters::status::handle(request, view); });
    EXPECT_TRUE(server);
    server_ = std::move(*server);
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

 private:
  Answers answers_;
  std::unique_ptr<Server> server_;
};

// The binary on a terminal of its own.
class Terminal final {
 public:
  Terminal(const std::vector<std::string>& arguments, bool no_color) {
    winsize window{.ws_row = 30, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
    int child_end = -1;
    EXPECT_EQ(::openpty(&fd_, &child_end, nullptr, nullptr, &window), 0);
    EXPECT_EQ(::tcgetattr(fd_, &before_), 0);
    std::vector<char*> argv{const_cast<char*>(DATELINE_BINARY)};
    for (const std::string& argument : arguments) {
      argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::login_tty(child_end);
      if (no_color) ::setenv("NO_COLOR", "1", 1);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(child_end);
  }
  ~Terminal() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    ::close(fd_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  const std::string& shown() const { return shown_; }
  void forget() { shown_.clear(); }
  void type(char key) { EXPECT_EQ(::write(fd_, &key, 1), 1); }
  void send(int signal) { EXPECT_EQ(::kill(pid_, signal), 0); }
  void resize(unsigned short columns, unsigned short lines) {
    const winsize window{.ws_row = lines, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    EXPECT_EQ(::ioctl(fd_, TIOCSWINSZ, &window), 0);
  }

  bool await(const std::function<bool()>& holds) {
    const auto until = steady_clock::now() + kPatience;
    while (!holds()) {
      if (steady_clock::now() > until) return false;
      read_some();
    }
    return true;
  }
  bool await(const std::string& text) {
    return await([&] { return shown_.find(text) != std::string::npos; });
  }

  // The exit code; -1: it does not end.
  int await_end() {
    int status = 0;
    const bool ended = await([&] { return ::waitpid(pid_, &status, WNOHANG) == pid_; });
    if (!ended) return -1;
    pid_ = -1;
    read_some();
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  // Echo and line editing as they were, and the first screen back.
  void expect_restored() {
    termios now{};
    EXPECT_EQ(::tcgetattr(fd_, &now), 0);
    EXPECT_EQ(now.c_lflag, before_.c_lflag);
    EXPECT_EQ(now.c_cc[VSUSP], before_.c_cc[VSUSP]);
    EXPECT_TRUE(shown_.ends_with("\x1b[?25h\x1b[?1049l")) << shown_.substr(shown_.size() / 2);
  }

 private:
  void read_some() {
    pollfd wait{.fd = fd_, .events = POLLIN, .revents = 0};
    if (::poll(&wait, 1, 50) <= 0) return;
    char bytes[4096];
    const ssize_t got = ::read(fd_, bytes, sizeof bytes);
    if (got > 0) shown_.append(bytes, static_cast<std::size_t>(got));
  }

  int fd_ = -1;
  pid_t pid_ = -1;
  termios before_{};
  std::string shown_;
};

TEST(Top, ComesAndGoesWithoutATraceByKeyAndBySignal) {
  const Service service("pod-1");
  for (const int signal : {0, SIGTERM, SIGINT}) {
    Terminal terminal({"top", "--url", service.url()}, false);
    ASSERT_TRUE(terminal.await("Outer mole reopens")) << terminal.shown();
    EXPECT_TRUE(terminal.shown().find("\x1b[?1049h\x1b[?25l") != std::string::npos);
    if (signal == 0) {
      terminal.type('q');
    } else {
      terminal.send(signal);
    }
    EXPECT_EQ(terminal.await_end(), 0) << signal;
    terminal.expect_restored();
    EXPECT_EQ(terminal.shown().find("\x1b]0;owned"), std::string::npos) << "news steer nothing";
  }
}

TEST(Top, FollowsTheSizeOfTheTerminal) {
  const Service service("pod-1");
  Terminal terminal({"top", "--url", service.url()}, true);
  ASSERT_TRUE(terminal.await("LAST ARTICLES"));
  terminal.resize(40, 8);
  // A whole frame of the new size: it ends by erasing the rest.
  ASSERT_TRUE(terminal.await([&] {
    const std::size_t last = terminal.shown().rfind("\x1b[H");
    const std::string frame = terminal.shown().substr(last + 3);
    return frame.ends_with("\x1b[J") && frame.find("LAST ARTICLES") == std::string::npos;
  }));
  std::istringstream frame(terminal.shown().substr(terminal.shown().rfind("\x1b[H") + 3));
  int lines = 0;
  for (std::string line; std::getline(frame, line); ++lines) {
    EXPECT_LE(cli::width_of(line.substr(0, line.find('\x1b'))), 40u) << line;
  }
  EXPECT_EQ(lines, 8);
}

TEST(Top, PaintsUnlessToldNotTo) {
  const Service service("pod-1");
  for (const bool no_color : {false, true}) {
    Terminal terminal({"top", "--url", service.url()}, no_color);
    ASSERT_TRUE(terminal.await("Outer mole reopens"));
    EXPECT_EQ(terminal.shown().find("\x1b[32m") == std::string::npos, no_color);
  }
}

TEST(Top, GoesOnWhenAProcessGoes) {
  const Service stays("pod-1");
  auto goes = std::make_unique<Service>("pod-2");
  Terminal terminal({"top", "--url", stays.url(), "--url", goes->url()}, true);
  ASSERT_TRUE(terminal.await("2 of 2 processes answer"));
  goes.reset();
  ASSERT_TRUE(terminal.await("1 of 2 processes answer")) << terminal.shown();
  EXPECT_TRUE(terminal.await("no answer"));
}

TEST(Top, OnceIsForScripts) {
  const Service one("pod-1"), two("pod-2");
  const Answer table = run({{"top", "--once", "--url", one.url(), "--url", two.url()}});
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_NE(table.out.find("2 of 2 processes answer"), std::string::npos) << table.out;
  EXPECT_EQ(table.out.find('\x1b'), std::string::npos);

  const Answer json =
      run({{"top", "--once", "--format", "json", "--url", one.url(), "--url", "127.0.0.1:1"}});
  EXPECT_EQ(json.code, 1) << "one does not answer";
  EXPECT_TRUE(
      json.out.starts_with("{\"url\":\"" + one.url().substr(7) + "\",\"status\":{\"format\":1,"))
      << json.out;
  EXPECT_NE(json.out.find("\n{\"url\":\"127.0.0.1:1\",\"problem\":\""), std::string::npos)
      << json.out;
  EXPECT_NE(json.err.find("127.0.0.1:1"), std::string::npos);
}

TEST(Top, WithoutATerminalItSaysHowToLookOnce) {
  const Answer answer = run({{"top", "--url", "127.0.0.1:1"}});
  EXPECT_EQ(answer.code, 64);
  EXPECT_NE(answer.err.find("--once"), std::string::npos);
  EXPECT_EQ(run({{"top", "--format", "json", "--url", "127.0.0.1:1"}}).code, 64);
}

}  // namespace
}  // namespace cli_tests
