// A line with a content type, then any bytes: valid UTF-8 or a dead letter. What comes out is
// UTF-8, so it comes out again as it is.
#include <cstdint>

#include "base/check.h"
#include "news/clean/encoding.h"
#include "news/clean/unicode.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(bytes.find('\n'), bytes.size());
  const std::string_view content_type = bytes.substr(0, line);
  bytes.remove_prefix(std::min(line + 1, bytes.size()));
  std::string buffer;
  const auto decoded = news::clean::decode_bytes(bytes, content_type, buffer);
  if (!decoded) {
    CHECK(decoded.fault().code == "not_text" || decoded.fault().code == "undecodable");
    return 0;
  }
  CHECK(news::clean::is_valid_utf8(decoded->text));
  CHECK(!decoded->charset.used.empty() && !decoded->charset.how.empty());
  std::string repaired;
  if (news::clean::repair_mojibake(decoded->text, repaired)) {
    CHECK(news::clean::is_valid_utf8(repaired));
    CHECK(repaired.size() < decoded->text.size());
  }
  return 0;
}
