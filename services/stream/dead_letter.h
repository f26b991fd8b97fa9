// stream/dead_letter.h
//
// A record that could not be used, as it goes to the dead letter topic: its own key, value and
// headers, and beside them why, where it came from and how often it was tried. The value is cut
// only to fit. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stream/options.h"
#include "stream/stage.h"

namespace stream {

struct DeadLetter {
  std::string_view reason;  // the fault's code: a literal
  std::string key;
  std::optional<std::string> value;
  std::vector<OwnedHeader> headers;

  bool operator==(const DeadLetter&) const = default;
};

enum class Body : std::uint8_t { Keep, Drop };

// `bytes_max`: the largest record that the outbox takes, key, value and headers counted.
DeadLetter make_dead_letter(const Record& record, const Fault& fault, Body body,
                            const StageSpec& stage, const WorkerOptions& options,
                            std::size_t bytes_max);

// Key, value and headers.
std::size_t bytes_of(const DeadLetter& letter);

}  // namespace stream
