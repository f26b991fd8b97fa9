#include "tests/unit/news/encode/samples.h"

#include <utility>

#include "base/hash.h"

namespace news::samples {
namespace {

Timestamp at(std::string_view text) { return *base::read_rfc3339(text); }

void add_blocks(Article& article) {
  article.blocks = {
      {BlockKind::Figure, 0, ""},
      {BlockKind::Paragraph, 0, "The night ferry sails again from May."},
      {BlockKind::Heading, 2, "What changes"},
      {BlockKind::ListItem, 0, "Two cabins more"},
      {BlockKind::ListItem, 0, "One car deck less"},
      {BlockKind::Paragraph, 0, "Tickets are out on Monday."},
  };
  article.images = {
      {"https://harbourpost.example/ferry.jpg", "The refitted ferry in dock.", "Jo Reyes"},
      {"", "A map of the route.", ""},
  };
}

}  // namespace

ArticleId some_id(std::uint8_t first) {
  ArticleId id;
  for (std::size_t i = 0; i < id.bytes.size(); ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(first + 17 * i);
  }
  return id;
}

Article full_article() {
  Article a;
  a.headline = "Night ferry returns";
  a.subtitle = "Two cabins more, one car deck less";
  a.page_title = "Night ferry returns | Harbour Post";
  a.description = "After two years in dock the ferry is back.";
  a.located = "Port Ellery";
  add_blocks(a);
  a.verbatim = true;
  a.authors = {"Mara Lindqvist", "Tom Okafor"};
  a.publisher = "Harbour Post";
  a.agency = "Coastwire";
  a.section = "Ferries";
  a.section_path = {"Transport", "Ferries"};
  a.tags = {"night ferry", "port ellery"};
  a.genres = {"opinion"};
  a.language = "en-GB";
  a.language_declared = "en";
  a.published = DateFound{"2026-03-02T06:40Z", {2026, 3, 2, 6, 40, 0}, at("2026-03-02T06:40:00Z"),
                          ZoneSource::Given,   Precision::Minute,      "jsonld"};
  a.modified =
      DateFound{"2 March 2026, 07:01:30", {2026, 3, 2, 7, 1, 30}, at("2026-03-02T07:01:30Z"),
                ZoneSource::Derived,      Precision::Second,      "label"};
  a.canonical_url = "https://harbourpost.example/night-ferry";
  a.amp_url = "https://amp.harbourpost.example/night-ferry";
  a.signals = {true, false, false, "Correction: the ferry sails from May, not June."};
  a.url = "https://harbourpost.example/night-ferry?ref=home";
  a.request_url = "https://harbourpost.example/?p=81";
  a.guid = "hp-story-0081";
  a.event_id = "crawl-7/81";
  a.fetched_at = at("2026-03-02T07:02:11.250Z");
  a.charset = {"utf-8", "iso-8859-1", "valid_utf8"};
  a.method = "regions";
  a.agreement = 964;
  a.confidence = Confidence::High;
  a.access = "free";
  a.flags = {"short"};
  a.from = {{"authors", "jsonld"}, {"headline", "h1"}};
  a.cleaner = "1.0.0+3b9d51c2";
  a.profile_epoch = 3;
  return a;
}

Article short_article() {
  Article a;
  a.headline = "\xEC\x95\x88\xEA\xB0\x9C \xEC\xA3\xBC\xEC\x9D\x98\xEB\xB3\xB4";
  a.blocks = {{BlockKind::Paragraph, 0,
               "\xEC\x98\xA4\xEB\x8A\x98 \xEB\xB0\xA4 \xEB\xB6\x80\xEB\x91\x90\xEC\x97\x90 "
               "\xEC\x95\x88\xEA\xB0\x9C."}};
  a.language = "ko";
  a.published = DateFound{"2026.03.02 \xEC\x98\xA4\xEC\xA0\x84 9:31",
                          {2026, 3, 2, 9, 31, 0},
                          std::nullopt,
                          ZoneSource::Unknown,
                          Precision::Minute,
                          "text"};
  a.modified = DateFound{"2026-03-03",        {2026, 3, 3, 0, 0, 0}, std::nullopt,
                         ZoneSource::Unknown, Precision::Day,        "url"};
  a.crawl_date = "2026-03-04";
  a.tags = {"\xEB\xB6\x80\xEB\x91\x90"};
  a.tags_inferred = true;
  a.section = "Local";
  a.url = "https://quay.example/a/5";
  a.origin_hint = "https://coastwire.example/fog";
  a.fetched_at = at("2026-03-04T00:00:00Z");
  a.status = 451;
  a.input = Input::Text;
  a.method = "dump";
  a.confidence = Confidence::Low;
  a.review = true;
  a.partial = true;
  a.cleaner = "1.0.0+00000000";
  return a;
}

Article list_article() {
  Article a;
  a.headline = "Fish & \"chips\" <again>";
  a.blocks = {
      {BlockKind::Heading, 3, "Prices < last year's"},
      {BlockKind::ListItem, 1, "first"},
      {BlockKind::ListItem, 1, "second"},
      {BlockKind::ListItem, 0, "loose"},
      {BlockKind::Quote, 0, "Nobody asked & nobody told."},
      {BlockKind::Quote, 0, "So we paid."},
      {BlockKind::Preformatted, 0, "cod   3\nhake  4"},
      {BlockKind::TableRow, 0, "Fish | Price"},
      {BlockKind::TableRow, 0, "Cod | 3 > 2"},
      {BlockKind::Paragraph, 0, "Tab\there, \\ and \x01 there."},
  };
  a.images = {{"https://quay.example/a b/\xC3\xBC.jpg", "", ""}};
  a.url = "https://quay.example/fish";
  a.fetched_at = at("2026-03-04T00:00:00Z");
  a.method = "blocks";
  a.confidence = Confidence::Medium;
  a.cleaner = "1.0.0+00000000";
  return a;
}

Candidate page_candidate() {
  Candidate c;
  c.lane = Lane::Backfill;
  c.appended_at = at("2026-03-02T07:02:12Z");
  c.origin_at = at("2026-03-02T07:02:11.900Z");
  c.fetched_at = at("2026-03-02T07:02:11.250Z");
  c.event_id = "crawl-7/81";
  c.site = "harbourpost.example";
  c.language = "en-GB";
  c.addresses = {{AddressKind::Canonical, "https://harbourpost.example/night-ferry"},
                 {AddressKind::Fetched, "https://harbourpost.example/night-ferry?ref=home"},
                 {AddressKind::Request, "https://harbourpost.example/?p=81"},
                 {AddressKind::Amp, "https://harbourpost.example/amp"},
                 {AddressKind::Hop, "https://harbourpost.example/go/81"}};
  c.guid = "hp-story-0081";
  c.agency = true;
  c.raw_tag = 0xbeef;
  c.address_tag = 0x0102;
  c.cleaner = {1, 3};
  c.text.content_hash = {0x0123456789abcdef, 0xfedcba9876543210};
  c.text.headline_fold = 0x1122334455667788;
  c.text.story_fold = 0x8877665544332211;
  c.text.sentences = {{0xdeadbeef, 7, 0x12345678, 7}, {1, 0, 2, 255}};
  c.text.paragraph_starts = {0, 1};
  c.text.words = 262;
  c.signals = {true, true, true, "KILL: see note"};
  c.partial = true;
  c.article = "bytes \x01 of an article";
  return c;
}

Candidate withdrawal_candidate() {
  Candidate c;
  c.kind = CandidateKind::Withdrawal;
  c.appended_at = at("2026-03-05T00:00:00Z");
  c.fetched_at = at("2026-03-05T00:00:00Z");
  c.status = Status::Gone;
  c.site = "harbourpost.example";
  c.addresses = {{AddressKind::Fetched, "https://harbourpost.example/night-ferry"}};
  c.cleaner = {1, 0};
  return c;
}

Candidate takedown_candidate() {
  Candidate c = withdrawal_candidate();
  c.kind = CandidateKind::Takedown;
  c.status = Status::Canceled;
  c.reason = "court order 12/26";
  c.aliases = {{0x0123456789abcdef, 0x1122334400000000}, {1, std::uint64_t{2} << 32}};
  return c;
}

HeadRow full_head_row() {
  HeadRow row;
  row.id = some_id(3);
  row.site = "harbourpost.example";
  row.first_created = at("2026-03-02T06:40:00Z");
  row.values = {
      {{Status::Usable, {1, 2}, false, false}, VersionNumber{1, 0}, VersionNumber{3, 0}},
      {{Status::Usable, {3, 4}, true, true}, VersionNumber{0, 1}, VersionNumber{0, 1}},
      {{Status::Gone, {}, false, false}, std::nullopt, std::nullopt},
  };
  row.sightings = {{at("2026-03-02T07:02:11.250Z"), 0xbeef, 0x0102, {1, 3}, 0},
                   {at("2026-03-03T07:02:11Z"), 1, 2, {0xffffff, 0xffffff}, 1},
                   {at("2026-03-04T07:02:11Z"), 0xffff, 0, {1, 0}, 2}};
  row.floor = at("2026-03-01T00:00:00Z");
  row.head_number = 3;
  row.historic_count = 1;
  row.language = "en-GB";
  row.removed = true;
  row.stub = true;
  row.merge_depth = 3;
  row.merged_into = some_id(9);
  row.aliases = {{0x0102030405060708, 0x090a0b0c00000000}, {5, 0}};
  row.reverts = {at("2026-03-04T06:00:00Z"), at("2026-03-04T07:00:00Z")};
  row.written_day = 20516;
  row.text_pending = true;
  return row;
}

TextRow full_text_row() {
  TextRow row;
  row.id = some_id(3);
  row.text = page_candidate().text;
  row.correction = true;
  row.number = 3;
  row.written_day = 20516;
  return row;
}

Version corrected_version() {
  Version v;
  v.id = some_id(3);
  v.site = "harbourpost.example";
  v.first_created = at("2026-03-02T06:40:00Z");
  v.version_created = at("2026-03-02T09:15:40Z");
  v.content_hash = {0x41c0, 0x77ab};
  v.ed_note = "Correction: the ferry sails from May, not June.";
  v.article = full_article();
  v.language = "en-GB";
  v.fetched_at = at("2026-03-02T09:15:40Z");
  Change& c = v.change;
  c.verdict = Verdict::Revised;
  c.number = {3, 0};
  c.previous = VersionNumber{2, 0};
  c.reverts_to = VersionNumber{1, 0};
  c.identity = "u";
  c.row = "12";
  c.flapping = true;
  c.difference = Difference{ChangeClass::Correction,
                            9,
                            1,
                            1,
                            1,
                            1,
                            188,
                            197,
                            {{OperationKind::Edited, 2, 1, true},
                             {OperationKind::Added, 5, std::nullopt, false},
                             {OperationKind::Removed, 3, 2, false},
                             {OperationKind::Moved, 4, 1, false}},
                            true};
  c.history = {
      {VersionNumber{1, 0}, at("2026-03-02T06:52:03Z"), Status::Usable, {0x41c0, 1}},
      {VersionNumber{1, 1}, at("2026-03-02T07:02:11Z"), Status::Withheld, {0x77ab, 2}},
      {std::nullopt, at("2026-03-02T07:30:00Z"), Status::Gone, {}},
  };
  return v;
}

Version withdrawn_version() {
  Version v;
  v.id = some_id(3);
  v.site = "harbourpost.example";
  v.pub_status = PubStatus::Canceled;
  v.first_created = at("2026-03-02T06:40:00Z");
  v.version_created = at("2026-03-05T00:00:00Z");
  v.language = "en-GB";
  v.fetched_at = at("2026-03-05T00:00:00Z");
  v.status = 410;
  v.change.verdict = Verdict::Withdrawn;
  v.change.number = {4, 0};
  v.change.previous = VersionNumber{3, 0};
  v.change.identity = "u";
  v.change.row = "6";
  return v;
}

}  // namespace news::samples
