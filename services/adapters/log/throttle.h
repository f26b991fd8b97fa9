// adapters/log/throttle.h
//
// Keeps one broken thing from filling the log: of each site (component and message) 10 lines in
// 10 s are printed, the rest is counted. At most 1,000 sites are watched; further ones print
// freely. One thread. Must not know: how a line looks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/time.h"

namespace adapters::log {

inline constexpr std::uint32_t kRepeatsMax = 10;
inline constexpr base::Millis kRepeatsWindow{10'000};
inline constexpr std::size_t kSitesMax = 1000;

struct Site {
  std::string component, message;

  auto operator<=>(const Site&) const = default;
};

struct Suppressed {
  Site site;
  std::uint64_t count = 0;
};

class Throttle final {
 public:
  Throttle() = default;
  Throttle(const Throttle&) = delete;
  Throttle& operator=(const Throttle&) = delete;

  // True if the line shall be printed. Call take_ended() with the same time before it.
  bool admit(const Site& site, base::Timestamp at);

  // What was held back in windows that are over.
  std::vector<Suppressed> take_ended(base::Timestamp at);
  std::vector<Suppressed> take_all();

 private:
  struct Window {
    base::Timestamp began;
    std::uint32_t printed = 0;
    std::uint64_t suppressed = 0;
  };

  std::map<Site, Window> windows_;
};

}  // namespace adapters::log
