// adapters/log/log.h
//
// The process's log on one descriptor (stderr): level by component, repeats held back, a bounded
// queue behind which one thread writes; when the queue is full the oldest lines are dropped and
// counted. It also owns the progress bar and clears it before each line. Built by main, closed
// last. Any thread; never throws, never blocks on the descriptor but in close().
// Must not know: who logs.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/log/line.h"
#include "stream/ports.h"
#include "stream/threads.h"

namespace adapters::log {

inline constexpr std::size_t kQueueLines = 8192;

enum class Format { Json, Text };

// What is written at least: of all components, and of single ones. A component's first words stand
// for all below it: "adapters".
struct Levels {
  Level level = Level::Info;
  std::map<std::string, Level, std::less<>> by_component{};

  bool operator==(const Levels&) const = default;
};

struct LogOptions {
  int descriptor = 2;
  Levels levels{};
  Format format = Format::Json;
  Color color = Color::No;
  std::size_t queue_lines = kQueueLines;
};

struct LogFigures {
  std::array<std::uint64_t, 4> lines{};  // written to the queue, by Level
  std::uint64_t lost_overflow = 0;
};

class Log final {
 public:
  Log(const LogOptions& options, const stream::Clock& clock);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // False: write() would drop it.
  bool is_on(Level level, std::string_view component) const;
  void write(Level level, std::string_view component, std::string_view message,
             std::span<const NoteField> fields = {});

  // From the next line on. Lines that another thread is writing may still go by the old ones.
  void set_levels(Levels levels);
  Levels levels() const;

  // Shows `bar` below the last line until the next call; empty: takes it away. For terminals only.
  void show_bar(std::string_view bar);

  LogFigures figures() const;

  // Writes out what is queued and ends the thread. Lines after it are dropped.
  void close();

 private:
  struct Queue;

  const LogOptions options_;
  stream::Guarded<Levels> levels_;
  const stream::Clock& clock_;
  std::array<std::atomic<std::uint64_t>, 4> lines_{};
  const std::unique_ptr<Queue> queue_;
};

// A component's journal: every note carries the same first fields ("stage", "worker").
class LogJournal final : public stream::Journal {
 public:
  LogJournal(Log& log, std::string component, std::vector<NoteField> fields);

  bool hears(stream::Severity severity) const override;
  void note(stream::Severity severity, std::string_view message,
            std::span<const NoteField> fields) override;

 private:
  Log& log_;
  const std::string component_;
  const std::vector<NoteField> fields_;
};

}  // namespace adapters::log
