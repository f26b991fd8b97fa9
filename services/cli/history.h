// cli/history.h
//
// The versions of one article as `history` prints them: a line each, why each came about, and what
// the texts before and after it say, side by side. Keeps the newest, up to a limit.
// Must not know: Kafka, where the versions come from.
#pragma once

#include <cstddef>
#include <deque>
#include <iosfwd>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "cli/text.h"
#include "news/lenient_json.h"

namespace cli {

struct HistoryLook {
  bool why = false;   // identity key, guard and row of the decision table
  bool diff = false;  // texts side by side
};

class History final {
 public:
  // Of more versions than `limit` the newest stay.
  explicit History(std::size_t limit) : limit_(limit) {}

  // A version as the JSON of articles.versions, in order of publication.
  void take(std::string json) {
    versions_.push_back(std::move(json));
    // One more than is shown: what the first one changed.
    if (versions_.size() > limit_ + 1) versions_.pop_front(), ++dropped_;
  }

  bool empty() const { return versions_.empty(); }
  void print(std::ostream& out, Paint paint, HistoryLook look) const;
  void print_json(std::ostream& out) const;  // a line each

 private:
  std::size_t first_shown() const { return versions_.size() > limit_ ? 1 : 0; }

  const std::size_t limit_;
  std::deque<std::string> versions_;
  std::size_t dropped_ = 0;
};

// A record of articles.versions as JSON, whichever form `versions.output` gave it. Fault: Stop.
base::Result<std::string> to_version_json(std::string_view value);

// The two bodies side by side, paragraph by paragraph; of what is the same only the number.
void print_side_by_side(std::ostream& out, Paint paint, std::string_view before,
                        std::string_view after);

}  // namespace cli
