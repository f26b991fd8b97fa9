#include "news/decode/event.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "base/hash.h"
#include "news/decode/base64.h"
#include "news/decode/surrogates.h"

namespace news::decode {

namespace {

using base::dead_letter;
using base::Fault;
using base::Result;
using base::Timestamp;
namespace dom = simdjson::dom;

constexpr std::int64_t kDayMillis = 86'400'000;
constexpr std::int64_t kFirstFetchMillis = 788'918'400'000;  // 1995-01-01T00:00:00Z
constexpr std::int64_t kSecondsMax = 100'000'000'000;        // larger: milliseconds

enum Field : std::size_t {
  kUrl,
  kHtml,
  kHtmlBase64,
  kText,
  kTextBase64,
  kFetchedAt,
  kStatus,
  kDeleted,
  kContentType,
  kRequestUrl,
  kGuid,
  kId,
  kCanonicalUrl,
  kTitle,
  kPublishedAt,
  kModifiedAt,
  kLanguage,
  kPublisher,
  kSection,
  kAuthors,
  kTags,
  kDescription,
  kImageUrl,
  kFieldCount,
};

constexpr std::array<std::string_view, kFieldCount> kFieldNames{
    "url",           "html",    "html_base64",  "text",        "text_base64", "fetched_at",
    "status",        "deleted", "content_type", "request_url", "guid",        "id",
    "canonical_url", "title",   "published_at", "modified_at", "language",    "publisher",
    "section",       "authors", "tags",         "description", "image_url"};

using Path = std::vector<std::string>;

std::vector<Path> split_paths(const FieldPaths& fields, std::string_view name) {
  const auto found = fields.find(name);
  if (found == fields.end()) return {Path{std::string(name)}};
  std::vector<Path> paths;
  for (const std::string& dotted : found->second) {
    Path path(1);
    for (const char c : dotted) {
      if (c == '.') {
        path.emplace_back();
      } else {
        path.back().push_back(c);
      }
    }
    paths.push_back(std::move(path));
  }
  return paths;
}

// The value at a path; of a repeated key the first. Null and "" count as absent.
std::optional<dom::element> find_at(const dom::element& root, const Path& path) {
  dom::element at = root;
  for (const std::string& key : path) {
    dom::object object;
    if (at.get(object) != simdjson::SUCCESS) return std::nullopt;
    if (object.at_key(key).get(at) != simdjson::SUCCESS) return std::nullopt;
  }
  if (at.is_null()) return std::nullopt;
  std::string_view text;
  if (at.get(text) == simdjson::SUCCESS && text.empty()) return std::nullopt;
  return at;
}

std::optional<std::int64_t> read_digits(std::string_view text) {
  if (text.empty() || text.size() > 15) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// Lengths before bytes, or two fields could share them out differently and hash alike.
void hash_field(base::Xxh3Stream& hash, std::string_view bytes) {
  std::array<char, 8> length{};
  for (std::size_t i = 0; i < length.size(); ++i) {
    length[i] = static_cast<char>(static_cast<std::uint64_t>(bytes.size()) >> (8 * i));
  }
  hash.add({length.data(), length.size()});
  hash.add(bytes);
}

std::uint64_t hash_of(const RawEvent& event) {
  base::Xxh3Stream hash;
  hash_field(hash, event.html);
  hash_field(hash, event.text);
  const Hints& hints = event.hints;
  for (const std::string* text :
       {&event.content_type, &hints.canonical_url, &hints.title, &hints.published_at,
        &hints.modified_at, &hints.language, &hints.publisher, &hints.section, &hints.description,
        &hints.image_url}) {
    hash_field(hash, *text);
  }
  for (const std::vector<std::string>* list : {&hints.authors, &hints.tags}) {
    hash_field(hash, std::to_string(list->size()));
    for (const std::string& text : *list) hash_field(hash, text);
  }
  hash_field(hash, std::to_string(event.status));
  hash_field(hash, event.deleted ? "deleted" : "");
  hash_field(hash, event.html_is_bytes ? "bytes" : "");
  hash_field(hash, event.text_is_bytes ? "bytes" : "");
  return hash.digest_64();
}

bool is_web_address(std::string_view text) {
  return text.substr(0, 7) == "http://" || text.substr(0, 8) == "https://";
}

}  // namespace

struct Decoder::Buffers {
  dom::parser parser;
  std::vector<char> json;  // the record and simdjson's padding
  std::string html, text;  // decoded base64
  std::array<std::vector<Path>, kFieldCount> paths;
};

namespace {

// Reads one event; the document and the buffers outlive it.
class EventReader final {
 public:
  EventReader(const dom::element& root, const Options& options,
              const std::array<std::vector<Path>, kFieldCount>& paths, Timestamp judged_at)
      : root_(root), options_(options), paths_(paths), judged_at_(judged_at) {}

  Result<RawEvent> read(std::string& html_buffer, std::string& text_buffer) {
    for (const auto step : {&EventReader::read_hints, &EventReader::read_address,
                            &EventReader::read_fetch_time, &EventReader::read_status}) {
      if (auto fault = (this->*step)()) return *fault;
    }
    // A withdrawal says only that a page is gone; what its server printed is nothing.
    if (!event_.is_withdrawal()) {
      if (auto fault = read_content(html_buffer, text_buffer)) return *fault;
    }
    event_.raw_hash = hash_of(event_);
    return std::move(event_);
  }

 private:
  using MaybeFault = std::optional<Fault>;

  // The first path with a value that `Value` can hold. `present`: there was any value at all.
  template <class Value>
  std::optional<Value> find(Field field, bool& present) const {
    present = false;
    for (const Path& path : paths_[field]) {
      const auto found = find_at(root_, path);
      if (!found) continue;
      present = true;
      Value value{};
      if (found->get(value) == simdjson::SUCCESS) return value;
    }
    return std::nullopt;
  }

  void ignore_hint() { add_flag(event_.flags, "hint_ignored"); }

  std::string hint(Field field, std::size_t bytes_max) {
    bool present = false;
    const auto text = find<std::string_view>(field, present);
    if (text && text->size() <= bytes_max) return std::string(*text);
    if (present) ignore_hint();
    return {};
  }
  std::string hint(Field field) { return hint(field, options_.limits.hint_bytes_max); }

  void add_item(std::string_view text, std::vector<std::string>& items) {
    if (text.empty()) return;
    if (text.size() > options_.limits.hint_bytes_max) return ignore_hint();
    if (items.size() < options_.limits.hint_items_max) items.emplace_back(text);
  }

  std::vector<std::string> hints(Field field) {
    std::vector<std::string> items;
    bool present = false;
    if (const auto text = find<std::string_view>(field, present)) {
      add_item(*text, items);
    } else if (const auto array = find<dom::array>(field, present)) {
      for (const dom::element item : *array) {
        std::string_view text_item;
        if (item.get(text_item) == simdjson::SUCCESS) {
          add_item(text_item, items);
        } else if (!item.is_null()) {
          ignore_hint();
        }
      }
    } else if (present) {
      ignore_hint();
    }
    return items;
  }

  MaybeFault read_hints() {
    const std::size_t url_max = options_.limits.url_bytes_max;
    Hints& to = event_.hints;
    to.canonical_url = hint(kCanonicalUrl, url_max);
    to.title = hint(kTitle);
    to.published_at = hint(kPublishedAt);
    to.modified_at = hint(kModifiedAt);
    to.language = hint(kLanguage);
    to.publisher = hint(kPublisher);
    to.section = hint(kSection);
    to.authors = hints(kAuthors);
    to.tags = hints(kTags);
    to.description = hint(kDescription);
    to.image_url = hint(kImageUrl);
    event_.content_type = hint(kContentType);
    event_.request_url = hint(kRequestUrl, url_max);
    event_.guid = hint(kGuid);
    event_.id = hint(kId);
    return std::nullopt;
  }

  MaybeFault read_address() {
    bool present = false;
    if (const auto url = find<std::string_view>(kUrl, present)) {
      event_.url = *url;
    } else if (present) {
      return dead_letter("bad_field", "url is not a string");
    } else if (!event_.hints.canonical_url.empty()) {
      event_.url = event_.hints.canonical_url;
    } else if (is_web_address(event_.guid)) {
      event_.url = event_.guid;
    }
    if (event_.url.empty()) return dead_letter("no_address", "no url, canonical_url or guid");
    if (event_.url.size() > options_.limits.url_bytes_max) {
      return dead_letter("bad_address", "url is longer than url_bytes_max");
    }
    return std::nullopt;
  }

  MaybeFault read_fetch_time() {
    bool present = false;
    std::optional<std::int64_t> epoch;
    if (const auto text = find<std::string_view>(kFetchedAt, present)) {
      if (const auto when = base::read_rfc3339(*text); when && options_.accept_rfc3339) {
        return judge_fetch_time(*when);
      }
      epoch = read_digits(*text);
      if (!epoch) return dead_letter("bad_fetch_time", "fetched_at cannot be read");
    } else if (!present) {
      return dead_letter("no_fetch_time", "no fetched_at");
    } else {
      epoch = find<std::int64_t>(kFetchedAt, present);
      if (!epoch) return dead_letter("bad_field", "fetched_at is neither string nor integer");
    }
    if (!options_.accept_epoch) return dead_letter("bad_fetch_time", "fetched_at cannot be read");
    return judge_fetch_time(Timestamp{*epoch < kSecondsMax ? *epoch * 1000 : *epoch});
  }

  MaybeFault judge_fetch_time(Timestamp when) {
    if (when.value < kFirstFetchMillis) {
      return dead_letter("bad_fetch_time", "fetched_at is before 1995");
    }
    if (when.value > judged_at_.value + kDayMillis) {
      return dead_letter("bad_fetch_time", "fetched_at is over a day after the record");
    }
    event_.fetched_at = when;
    return std::nullopt;
  }

  MaybeFault read_status() {
    bool present = false;
    const auto status = find<std::int64_t>(kStatus, present);
    if (status && *status >= 0 && *status <= 999) {
      event_.status = static_cast<int>(*status);
    } else if (present) {
      ignore_hint();
    }
    const auto deleted = find<bool>(kDeleted, present);
    event_.deleted = deleted.value_or(false);
    if (present && !deleted) ignore_hint();
    const bool known = event_.is_withdrawal() || event_.status == 451;
    if (event_.status >= 300 && !known) {
      // The page is an error's and is not kept as a rule: this is all that will be known of it.
      return dead_letter("http_status", std::to_string(event_.status) + " at " + event_.url);
    }
    return std::nullopt;
  }

  // One input as text or as base64; the bytes are better, their charset is ours to judge.
  MaybeFault read_input(Field as_text, Field as_base64, std::string& buffer, std::string_view& to,
                        bool& is_bytes) const {
    bool present = false;
    if (const auto encoded = find<std::string_view>(as_base64, present)) {
      if (!read_base64(*encoded, buffer)) {
        return dead_letter("bad_base64", std::string(kFieldNames[as_base64]));
      }
      to = buffer;
      is_bytes = true;
      return std::nullopt;
    }
    const std::string name(kFieldNames[present ? as_base64 : as_text]);
    if (!present) {
      if (const auto text = find<std::string_view>(as_text, present)) to = *text;
    }
    if (present && to.empty()) return dead_letter("bad_field", name + " is not a string");
    return std::nullopt;
  }

  MaybeFault read_content(std::string& html_buffer, std::string& text_buffer) {
    if (auto fault =
            read_input(kHtml, kHtmlBase64, html_buffer, event_.html, event_.html_is_bytes)) {
      return fault;
    }
    if (auto fault =
            read_input(kText, kTextBase64, text_buffer, event_.text, event_.text_is_bytes)) {
      return fault;
    }
    // 451: a law keeps the page back, so there may be nothing to read.
    if (event_.html.empty() && event_.text.empty() && event_.status != 451) {
      return dead_letter("no_content", "no html, html_base64, text or text_base64");
    }
    return std::nullopt;
  }

  const dom::element root_;
  const Options& options_;
  const std::array<std::vector<Path>, kFieldCount>& paths_;
  const Timestamp judged_at_;
  RawEvent event_;
};

}  // namespace

bool is_field(std::string_view name) {
  return std::find(kFieldNames.begin(), kFieldNames.end(), name) != kFieldNames.end();
}

Decoder::Decoder(Options options)
    : options_(std::move(options)), buffers_(std::make_unique<Buffers>()) {
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    buffers_->paths[i] = split_paths(options_.fields, kFieldNames[i]);
  }
  // The depth is fixed here; later growth keeps it. simdjson counts the root's own level.
  constexpr std::size_t kFirstBytes = 64u << 10;
  CHECK(buffers_->parser.allocate(kFirstBytes, options_.limits.json_depth_max) ==
        simdjson::SUCCESS);
}

Decoder::~Decoder() = default;

Result<RawEvent> Decoder::decode(std::string_view value, Timestamp judged_at) {
  if (value.size() > options_.limits.event_bytes_max) {
    return dead_letter("event_too_large", std::to_string(value.size()) + " bytes");
  }
  if (value.substr(0, 3) == "\xEF\xBB\xBF") value.remove_prefix(3);
  std::vector<char>& json = buffers_->json;
  json.resize(std::max(json.size(), value.size() + simdjson::SIMDJSON_PADDING));
  if (!value.empty()) std::memcpy(json.data(), value.data(), value.size());
  std::memset(json.data() + value.size(), 0, simdjson::SIMDJSON_PADDING);
  repair_surrogates(json.data(), value.size());

  dom::element root;
  const simdjson::error_code error =
      buffers_->parser.parse(json.data(), value.size(), /*realloc_if_needed=*/false).get(root);
  if (error != simdjson::SUCCESS) return dead_letter("bad_json", simdjson::error_message(error));
  if (!root.is_object()) return dead_letter("bad_json", "not an object");
  EventReader reader(root, options_, buffers_->paths, judged_at);
  return reader.read(buffers_->html, buffers_->text);
}

}  // namespace news::decode
