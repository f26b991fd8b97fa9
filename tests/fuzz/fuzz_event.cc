// Any bytes as a record: an event within its limits, or a dead letter with a code that has a name.
#include <algorithm>
#include <array>
#include <cstdint>

#include "base/check.h"
#include "news/clean/unicode.h"
#include "news/decode/event.h"

namespace {

constexpr std::array<std::string_view, 10> kCodes{
    "event_too_large", "bad_json",       "bad_field",   "no_address", "bad_address",
    "no_fetch_time",   "bad_fetch_time", "http_status", "no_content", "bad_base64"};

news::decode::Options options() {
  news::decode::Options options;
  options.limits.event_bytes_max = 64u << 10;
  options.fields["url"] = {"url", "page.link"};
  return options;
}

void check_event(const news::RawEvent& event, const news::decode::Limits& limits) {
  CHECK(!event.url.empty() && event.url.size() <= limits.url_bytes_max);
  CHECK(event.is_withdrawal() || event.status == 451 || event.status < 300);
  CHECK(event.is_withdrawal() || event.status == 451 || !event.html.empty() || !event.text.empty());
  CHECK(event.hints.authors.size() <= limits.hint_items_max);
  CHECK(event.hints.tags.size() <= limits.hint_items_max);
  for (const std::string* text :
       {&event.hints.title, &event.hints.section, &event.id, &event.guid}) {
    CHECK(text->size() <= limits.hint_bytes_max && news::clean::is_valid_utf8(*text));
  }
  CHECK(event.html_is_bytes || news::clean::is_valid_utf8(event.html));
  CHECK(event.text_is_bytes || news::clean::is_valid_utf8(event.text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view value(reinterpret_cast<const char*>(data), size);
  constexpr base::Timestamp kAppended{1'772'434'932'000};
  static news::decode::Decoder kept(options());
  const auto event = kept.decode(value, kAppended);
  if (event) check_event(*event, options().limits);
  if (!event) CHECK(std::find(kCodes.begin(), kCodes.end(), event.fault().code) != kCodes.end());
  // A decoder that has read other things reads the same.
  news::decode::Decoder fresh(options());
  const auto again = fresh.decode(value, kAppended);
  CHECK(static_cast<bool>(event) == static_cast<bool>(again));
  if (event) CHECK(event->raw_hash == again->raw_hash && event->url == again->url);
  if (!event) CHECK(event.fault() == again.fault());
  return 0;
}
