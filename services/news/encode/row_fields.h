// news/encode/row_fields.h
//
// What all rows of proto/version_state.proto have in common: a format first, and no field that a
// reader does not know by its number. For rows.cc and head_row.cc alone. Pure, any thread.
// Must not know: which row it is.
#pragma once

#include <string>
#include <string_view>

#include "news/encode/rows.h"
#include "news/encode/wire.h"

namespace news::encode {

inline base::Fault damaged(std::string_view row) { return base::stop("bad_row", std::string(row)); }

// Hands every field but the first to `take`. A Stop: rows are ours, so what cannot be read is
// damage or a newer release's.
template <class Take>
Result<RowFormat> read_fields(std::string_view row, std::string_view bytes, Take take) {
  WireReader wire(bytes);
  std::uint32_t format = 0;
  while (wire.next()) {
    wire.take(1, format);
    take(wire);
  }
  if (wire.is_broken()) return damaged(row);
  if (format < static_cast<std::uint32_t>(kOldestFormat) ||
      format > static_cast<std::uint32_t>(kNewestFormat)) {
    return base::stop("unknown_format", std::string(row) + ' ' + std::to_string(format));
  }
  return static_cast<RowFormat>(format);
}

inline std::string begin_row(RowFormat format) {
  constexpr std::size_t kBytesUsual = 192;
  std::string row;
  row.reserve(kBytesUsual);
  put_number(row, 1, static_cast<std::uint64_t>(format));
  return row;
}

}  // namespace news::encode
