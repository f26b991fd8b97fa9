// tests/fakes/fake_crash.h
//
// A death at a named point, as an exception that nothing in production code catches.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "stream/ports.h"

namespace fakes {

struct Crash {
  std::string point;
};

class FakeCrash final : public stream::CrashPoints {
 public:
  // The `count`-th time from now that the point is reached.
  void arm(std::string point, int count = 1) {
    point_ = std::move(point);
    left_ = count;
  }
  void reach(std::string_view name) override {
    ++reached[std::string(name)];
    if (left_ > 0 && (point_ == name || point_ == "*") && --left_ == 0) {
      throw Crash{std::string(name)};
    }
  }

  std::map<std::string, int> reached;

 private:
  std::string point_;
  int left_ = 0;
};

// Keeps the notes, for tests that ask for one.
class FakeJournal final : public stream::Journal {
 public:
  bool hears(stream::Severity severity) const override {
    return debug || severity != stream::Severity::Debug;
  }
  void note(stream::Severity, std::string_view message,
            std::span<const stream::NoteField> fields) override {
    std::string line(message);
    for (const stream::NoteField& field : fields) {
      line += " " + std::string(field.key) + "=" + field.value;
    }
    if (echo) echo(line);
    lines.push_back(std::move(line));
  }
  bool has(std::string_view text) const {
    for (const std::string& line : lines) {
      if (line.find(text) != std::string::npos) return true;
    }
    return false;
  }

  std::vector<std::string> lines;
  bool debug = false;  // what happens to single records, too
  std::function<void(const std::string&)> echo;
};

}  // namespace fakes
