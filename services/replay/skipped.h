// replay/skipped.h
//
// Why something in a file is no event: few words, each counted. Pure.
// Must not know: files, who counts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace replay {

enum class Skip : std::uint8_t {
  // WARC records that hold no page, by their type.
  Warcinfo,
  Request,
  Metadata,
  Revisit,
  Resource,
  Conversion,
  Continuation,
  OtherType,
  // Responses that are no page, or not a whole one.
  NotHttp,
  NotHtml,
  Truncated,    // the crawler says so
  BadHttp,      // no status line, or chunks that cannot be followed
  BadEncoding,  // its content-encoding is unknown, or cannot be undone
  TooLarge,     // an event of it would be over limits.event_bytes_max; of lines too
  // Files that are not as they should be.
  BadWarc,  // what stands where a record should begin, or a head that cannot be read
  BadCompression,
  Trailing,  // behind the last member something else stands
  CutEnd,    // the end is missing, in the middle of a record
};

inline constexpr std::array<std::string_view, 18> kSkipTexts{
    "warcinfo",     "request",    "metadata", "revisit",         "resource",       "conversion",
    "continuation", "other_type", "not_http", "not_html",        "truncated",      "bad_http",
    "bad_encoding", "too_large",  "bad_warc", "bad_compression", "trailing_bytes", "cut_end"};

constexpr std::string_view to_text(Skip skip) { return kSkipTexts[static_cast<std::size_t>(skip)]; }

// Of each reason so many, in the order of Skip.
using SkipCounts = std::array<std::uint64_t, kSkipTexts.size()>;

// True: somebody should look at the file, for it holds less than it was made to hold.
constexpr bool is_damage(Skip skip) { return skip >= Skip::Truncated; }

}  // namespace replay
