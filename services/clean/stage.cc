#include "clean/stage.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "news/encode/article.h"
#include "news/encode/candidate.h"
#include "news/identity/keys.h"
#include "news/versions/normal.h"

namespace clean {
namespace {

using news::Address;
using news::AddressKind;
using news::Article;
using news::Candidate;
using news::CandidateKind;
using news::RawEvent;
using news::Status;
using news::identity::AddressRules;
using news::identity::Place;
using stream::Effects;
using stream::Record;

// Counters, in the order of StageSpec::counters: pages, then fields, then flags.
constexpr std::array<std::string_view, 6> kMethods{"regions", "scoring", "blocks",
                                                   "jsonld",  "dump",    "other"};
constexpr std::array<std::string_view, 3> kConfidences{"low", "medium", "high"};
constexpr std::array<std::string_view, 8> kFields{"headline", "body",    "authors",   "published",
                                                  "language", "section", "canonical", "publisher"};
constexpr auto kFlags = std::to_array<std::string_view>(
    {"budget", "date_order_assumed", "hidden_article", "hint_ignored", "limit_depth", "limit_nodes",
     "mojibake_repaired", "short", "truncated_input", "truncated_output", "unclosed_rawtext",
     "zone_conflict", "other"});
constexpr auto kDeadReasons = std::to_array<std::string_view>(
    {"bad_address", "bad_base64", "bad_fetch_time", "bad_field", "bad_json", "event_too_large",
     "http_status", "no_address", "no_article", "no_content", "no_fetch_time", "no_value",
     "not_article", "not_text", "undecodable"});
constexpr std::size_t kFirstField = kMethods.size() * kConfidences.size();
constexpr std::size_t kFirstFlag = kFirstField + 2 * kFields.size();

// The last name stands for all that are not listed.
template <class Names>
std::size_t index_of(const Names& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return static_cast<std::size_t>(std::min(found, names.end() - 1) - names.begin());
}

std::string print_label(std::string_view name, std::string_view value) {
  return std::string(name) + "=\"" + std::string(value) + '"';
}

std::vector<stream::CounterSpec> make_counters() {
  std::vector<stream::CounterSpec> counters;
  for (const std::string_view method : kMethods) {
    for (const std::string_view confidence : kConfidences) {
      counters.push_back({"clean_pages_total", print_label("method", method) + ',' +
                                                   print_label("confidence", confidence)});
    }
  }
  for (const std::string_view field : kFields) {
    for (const std::string_view found : {"no", "yes"}) {
      counters.push_back(
          {"clean_fields_total", print_label("field", field) + ',' + print_label("found", found)});
    }
  }
  for (const std::string_view flag : kFlags) {
    counters.push_back({"clean_flags_total", print_label("flag", flag)});
  }
  return counters;
}

std::vector<stream::Tally> tally_of(const Article& article) {
  std::vector<stream::Tally> tally;
  const auto count = [&](std::size_t counter) {
    tally.push_back({stream::CounterId{static_cast<std::uint32_t>(counter)}, 1});
  };
  count(index_of(kMethods, article.method) * kConfidences.size() +
        static_cast<std::size_t>(article.confidence));
  const std::array<bool, kFields.size()> found{
      !article.headline.empty(),
      std::any_of(article.blocks.begin(), article.blocks.end(),
                  [](const news::Block& block) { return !block.text.empty(); }),
      !article.authors.empty(),
      article.published.has_value(),
      !article.language.empty() && article.language != "und",
      !article.section.empty(),
      !article.canonical_url.empty(),
      !article.publisher.empty()};
  for (std::size_t i = 0; i < found.size(); ++i) count(kFirstField + 2 * i + (found[i] ? 1 : 0));
  for (const std::string& flag : article.flags) count(kFirstFlag + index_of(kFlags, flag));
  return tally;
}

// Milliseconds since 1970, as our own copies have it, or RFC 3339. Anything else is no time.
std::optional<Timestamp> read_origin_time(std::string_view text) {
  constexpr std::size_t kDigitsMax = 15;
  std::int64_t millis = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), millis);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  if (whole && millis > 0 && text.size() <= kDigitsMax) return Timestamp{millis};
  return base::read_rfc3339(text);
}

// What must follow a record through every topic (W3C Trace Context).
std::vector<stream::OwnedHeader> trace_headers(const Record& record) {
  std::vector<stream::OwnedHeader> headers;
  for (const std::string_view key : {"traceparent", "tracestate"}) {
    if (const auto value = find_header(record, key)) {
      headers.push_back({std::string(key), std::string(*value)});
    }
  }
  return headers;
}

bool is_root(std::string_view canonical) {
  return canonical.find_first_of("/?#", std::string_view("https://").size()) ==
         canonical.size() - 1;
}

Status status_of(const RawEvent& event) {
  if (event.deleted) return Status::Deleted;
  if (event.status == 410) return Status::Gone;
  if (event.status == 404) return Status::Missing;
  return event.status == 451 ? Status::Withheld : Status::Usable;
}

std::uint16_t low_16_bits(std::uint64_t hash) { return static_cast<std::uint16_t>(hash); }

// The canonical address as a key. One of another site says whose story it is and is no key; one
// that cannot be read says nothing.
std::optional<Address> settle_canonical(Article& article, std::string_view site,
                                        const AddressRules& rules) {
  if (article.canonical_url.empty()) return std::nullopt;
  Result<Place> place = news::identity::locate(article.canonical_url, rules, article.url);
  if (place && place->site == site) return Address{AddressKind::Canonical, std::move(place->url)};
  if (place && article.origin_hint.empty()) article.origin_hint = article.canonical_url;
  article.canonical_url.clear();
  return std::nullopt;
}

Candidate describe(const RawEvent& event, const Place& fetched, const Arrival& arrival) {
  Candidate candidate;
  candidate.kind = CandidateKind::Withdrawal;
  candidate.appended_at = arrival.appended_at;
  candidate.origin_at = arrival.origin_at;
  candidate.fetched_at = event.fetched_at;
  candidate.status = status_of(event);
  candidate.event_id = event.id;
  candidate.site = fetched.site;
  candidate.addresses = {{AddressKind::Fetched, fetched.url}};
  if (news::identity::is_guid_key(event.guid)) candidate.guid = event.guid;
  candidate.raw_tag = low_16_bits(event.raw_hash);
  candidate.address_tag = low_16_bits(base::xxh3_64(fetched.url));
  candidate.cleaner = {news::clean::kOutputRevision, 0};
  return candidate;
}

void describe_text(Candidate& candidate, const Article& article) {
  candidate.kind = CandidateKind::Page;
  if (article.signals.hold) candidate.status = Status::Withheld;
  if (article.signals.kill) candidate.status = Status::Canceled;
  candidate.language = article.language;
  candidate.cleaner.profile_epoch = article.profile_epoch;
  candidate.text = news::versions::text_features(article);
  candidate.signals = article.signals;
  candidate.partial = article.partial;
  candidate.article = news::encode::to_bytes(article);
}

}  // namespace

Arrival arrival_of(const Record& record) {
  Arrival arrival{record.appended_at, std::nullopt};
  if (const auto text = find_header(record, "dateline-origin-time")) {
    arrival.origin_at = read_origin_time(*text);
  }
  return arrival;
}

CleanStage::CleanStage(StageOptions options, const StageTables& tables)
    : lane_(options.lane),
      generation_(std::move(options.generation)),
      publishers_(tables.publishers),
      rules_{tables.suffixes, tables.publishers},
      spec_{"clean", std::move(options.input), {std::move(options.output)},
            false,   make_counters(),          {kDeadReasons.begin(), kDeadReasons.end()}},
      decoder_(std::move(options.decode)),
      cleaner_(tables.cleaning) {}

std::vector<stream::OwnedHeader> CleanStage::headers_of(const Record& record) const {
  std::vector<stream::OwnedHeader> headers = trace_headers(record);
  headers.push_back({std::string(kCleanedBy), generation_});
  return headers;
}

Result<Effects> CleanStage::handle(const Record& record, const stream::StateReader&, Timestamp) {
  site_.clear();
  if (!record.value) return base::dead_letter("no_value");
  const Arrival arrival = arrival_of(record);
  Result<Cleaned> cleaned = clean(*record.value, arrival);
  if (!cleaned) return cleaned.fault();
  const Candidate& candidate = cleaned->candidate;
  Effects effects;
  effects.out.push_back(
      {stream::Output{0}, candidate.site, news::encode::to_bytes(candidate), headers_of(record)});
  if (cleaned->article) effects.tally = tally_of(*cleaned->article);
  return effects;
}

Result<Cleaned> CleanStage::clean(std::string_view value, const Arrival& arrival,
                                  news::clean::Trace* trace) {
  site_.clear();
  const Result<RawEvent> event =
      decoder_.decode(value, arrival.origin_at.value_or(arrival.appended_at));
  if (!event) return event.fault();
  const Result<Place> fetched = news::identity::locate(event->url, rules_);
  if (!fetched) return fetched.fault();
  site_ = fetched->site;
  if (is_root(fetched->url)) return base::dead_letter("not_article", "the root of its site");
  Cleaned cleaned{describe(*event, *fetched, arrival), std::nullopt};
  cleaned.candidate.lane = lane_;
  const news::Publisher* const publisher = publishers_.find_site(fetched->site);
  cleaned.candidate.agency = publisher != nullptr && publisher->agency;
  if (cleaned.candidate.status == Status::Usable) {
    const news::clean::Context context{fetched->site, publisher};
    Result<Article> article = trace == nullptr ? cleaner_.clean(*event, context)
                                               : cleaner_.clean(*event, context, *trace);
    if (!article) return article.fault();
    cleaned.article = *std::move(article);
    add_page(cleaned, publisher);
  }
  add_address(cleaned.candidate, {AddressKind::Request, event->request_url}, event->url);
  if (cleaned.article) {
    add_address(cleaned.candidate, {AddressKind::Amp, cleaned.article->amp_url}, event->url);
  }
  return cleaned;
}

void CleanStage::add_page(Cleaned& cleaned, const news::Publisher* publisher) const {
  Article& article = *cleaned.article;
  Candidate& candidate = cleaned.candidate;
  const std::optional<Address> canonical = settle_canonical(article, candidate.site, rules_);
  if (canonical && (publisher == nullptr || !publisher->canonical_never)) {
    candidate.addresses.insert(candidate.addresses.begin(), *canonical);
  }
  describe_text(candidate, article);
}

void CleanStage::add_address(Candidate& candidate, const Address& found,
                             std::string_view base) const {
  if (found.url.empty()) return;
  Result<Place> place = news::identity::locate(found.url, rules_, base);
  if (!place || place->site != candidate.site) return;
  const bool known = std::any_of(candidate.addresses.begin(), candidate.addresses.end(),
                                 [&](const Address& a) { return a.url == place->url; });
  if (!known) candidate.addresses.push_back({found.kind, std::move(place->url)});
}

}  // namespace clean
