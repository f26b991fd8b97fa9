// adapters/log/progress.h
//
// How far a long verb has come: done, share, rate and time left, as one bar on a terminal, as a
// log line each 30 s elsewhere. One thread.
// Must not know: what is being done.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/log/log.h"
#include "stream/ports.h"

namespace adapters::log {

inline constexpr stream::Tick kBarInterval = std::chrono::milliseconds(100);
inline constexpr stream::Tick kLineInterval = std::chrono::seconds(30);

// "cleaning  1,200 of 4,000 (30%)  310/s  9 s left"; without a total neither share nor time left.
std::string spell_progress(std::string_view what, std::uint64_t done,
                           std::optional<std::uint64_t> total, stream::Tick elapsed);

enum class Shown { Never, AsBar, AsLines };

class Progress final {
 public:
  Progress(Log& log, const stream::Clock& clock, Shown shown, std::string what,
           std::optional<std::uint64_t> total);
  ~Progress();  // takes the bar away
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(std::uint64_t done);
  // Of a total that is still being found out.
  void update(std::uint64_t done, std::uint64_t total);

 private:
  Log& log_;
  const stream::Clock& clock_;
  const Shown shown_;
  const std::string what_;
  std::optional<std::uint64_t> total_;
  const stream::Tick began_;
  stream::Tick last_;
};

}  // namespace adapters::log
