// cli/top/terminal.h
//
// A terminal that a view is drawn on: its second screen, without cursor, keys without Enter. What
// it was like before comes back with leave(), whoever calls it and however often, and nothing is
// drawn after that. All but leave() in one thread.
// Must not know: what is drawn.
#pragma once

#include <termios.h>

#include <string>
#include <vector>

#include "cli/top/screen.h"
#include "stream/threads.h"

namespace cli::top {

class Terminal final {
 public:
  // Of file descriptors: where keys come from, and what is drawn on.
  Terminal(int keys, int screen);
  ~Terminal() { leave(); }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  void draw(const std::vector<std::string>& lines);
  void leave();  // any thread
  Size size() const;
  // The next key, or 0 after `wait`.
  char await_key(stream::Millis wait);

 private:
  const int keys_, screen_;
  bool has_keys_ = false;  // false: they come from no terminal
  termios before_{};
  stream::Guarded<bool> entered_{false};
};

}  // namespace cli::top
