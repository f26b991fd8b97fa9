#include "stream/incarnation.h"

#include <string>

#include "base/hash.h"
#include "proto/engine_state.pb.h"

namespace stream {
namespace {

constexpr std::uint32_t kFormat = 1;

}  // namespace

std::string make_incarnation(const IncarnationSeed& seed) {
  std::string text;
  for (const std::string_view part : {seed.cluster_id, seed.topic, seed.instance}) {
    text.append(part).push_back('\0');
  }
  text += std::to_string(seed.partition.value) + " " + std::to_string(seed.now.value) + " " +
          std::to_string(seed.tick.count());
  const base::Sha256 digest = base::sha256(text);
  std::string bytes(digest.begin(), digest.begin() + 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x80);  // version 8
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);  // variant of RFC 9562
  std::string uuid = base::to_hex(bytes);
  for (const std::size_t dash : {20, 16, 12, 8}) uuid.insert(dash, "-");
  return uuid;
}

std::string write_incarnation(std::string_view uuid) {
  dateline::Incarnation message;
  message.set_format(kFormat);
  message.set_uuid(std::string(uuid));
  return message.SerializeAsString();
}

Result<std::string> read_incarnation(std::string_view bytes) {
  dateline::Incarnation message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return base::stop("incarnation_format", "not an Incarnation message");
  }
  if (message.format() != kFormat || message.uuid().empty()) {
    return base::stop("incarnation_format", "format " + std::to_string(message.format()));
  }
  return message.uuid();
}

}  // namespace stream
