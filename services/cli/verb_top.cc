#include <unistd.h>

#include <optional>
#include <ostream>
#include <utility>

#include "cli/exits.h"
#include "cli/setup.h"
#include "cli/signals.h"
#include "cli/status_address.h"
#include "cli/top/feed.h"
#include "cli/top/terminal.h"
#include "cli/verbs.h"
#include "news/encode/json.h"

namespace cli {
namespace {

using top::Asked;

constexpr stream::Millis kKeyWait{100};

// Where to ask; empty: the exit code says why.
std::vector<std::string> find_urls(const Globals& globals, const TopFlags& flags, Io& io) {
  std::vector<std::string> where;
  for (const std::string& url : flags.urls) where.push_back(strip_scheme(url));
  if (!where.empty()) return where;
  const std::optional<Setup> setup = read_setup(globals, io);
  if (!setup) return {};
  if (setup->settings().http.listen.empty()) {
    io.err << "top: http.listen is empty, nobody can be asked; --url names another process\n";
    return {};
  }
  return {host_and_port(setup->settings().http.listen)};
}

// One look at one process: its bytes, and what they say.
struct Look {
  std::string body;
  Asked asked;
};

Look look_at(const std::string& where) {
  Look look{.body = {}, .asked = {where, {}, {}}};
  auto body = top::ask(where);
  auto process = body ? top::read_process(*body) : base::Result<top::Process>(body.fault());
  if (!process) {
    look.asked.problem = process.fault().detail;
    return look;
  }
  look.asked.process = *std::move(process);
  look.body = *std::move(body);
  while (look.body.ends_with('\n')) look.body.pop_back();
  return look;
}

// A line a process: {"url": ..., "status": its whole answer} or {"url": ..., "problem": ...}.
std::string to_json(const Look& look) {
  news::encode::JsonWriter json;
  json.begin_object().member("url", look.asked.where).member("problem", look.asked.problem);
  std::string text = json.end_object().take();
  if (!look.body.empty()) text.insert(text.size() - 1, ",\"status\":" + look.body);
  return text;
}

int look_once(const std::vector<std::string>& where, Format format, Io& io) {
  std::vector<Asked> asked;
  bool all = true;
  for (const std::string& each : where) {
    Look look = look_at(each);
    if (format == Format::Json) io.out << to_json(look) << '\n';
    if (!look.asked.problem.empty()) io.err << "top: " << look.asked.problem << '\n';
    all &= look.asked.problem.empty();
    asked.push_back(std::move(look.asked));
  }
  if (format == Format::Table) {
    const top::Size size{.columns = kPageWidth, .lines = SIZE_MAX};
    for (const std::string& line : top::draw(asked, size, Paint(io.out_colors()))) {
      io.out << line << '\n';
    }
  }
  io.out.flush();
  return all ? kDone : kStopped;
}

// Until a signal comes, or q; drawn anew when something may have changed.
void show(const std::vector<std::string>& where, top::Terminal& terminal, const Signals& signals,
          Paint paint) {
  const top::Feed feed(where);
  std::optional<std::pair<std::uint64_t, top::Size>> drawn;
  while (signals.received() == 0) {
    const auto now = std::pair{feed.answers(), terminal.size()};
    if (drawn != now) terminal.draw(top::draw(feed.read(), now.second, paint));
    drawn = now;
    if (terminal.await_key(kKeyWait) == 'q') break;
  }
  terminal.leave();
  // A thread may still wait for one that does not answer.
  ::_exit(kDone);
}

}  // namespace

int verb_top(const Globals& globals, const TopFlags& flags, Io& io) {
  if (!flags.once && globals.format == Format::Json) {
    io.err << "top: --format json needs --once\n";
    return kUsage;
  }
  if (!flags.once && !io.out_is_terminal) {
    io.err << "top: this is no terminal; --once prints one look\n";
    return kUsage;
  }
  const std::vector<std::string> where = find_urls(globals, flags, io);
  if (where.empty()) return kConfiguration;
  if (flags.once) return look_once(where, globals.format, io);
  Signals signals;
  top::Terminal terminal(STDIN_FILENO, STDOUT_FILENO);
  signals.watch({.stop = [&](int) { terminal.leave(); }});
  show(where, terminal, signals, Paint(io.out_colors()));
  return kDone;
}

}  // namespace cli
