// clean/stage.h
//
// From a raw event to a candidate: decode, find the site and the addresses, clean, describe the
// text, encode. Without state: a candidate is a function of the record and the tables.
// One thread an object. Everything that an event may do wrong is a dead letter.
// Must not know: Kafka, how articles are judged, the clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "news/clean/clean.h"
#include "news/decode/event.h"
#include "news/identity/address.h"
#include "news/model.h"
#include "stream/stage.h"

namespace clean {

using base::Result;
using base::Timestamp;

// Header of a candidate: the generation whose stage has made it. Two must not write one log.
inline constexpr std::string_view kCleanedBy = "dateline-cleaned-by";

struct StageOptions {
  std::string input;   // topic of raw events
  std::string output;  // topic of candidates
  news::Lane lane = news::Lane::Live;
  news::decode::Options decode;
  std::string generation = "1";
};

// The versioned inputs. What they point to outlives the stage.
struct StageTables {
  const news::PublisherTable& publishers;
  const news::identity::Suffixes& suffixes;
  news::clean::Tables cleaning;
};

// When the record came: clocks of crawlers are judged by the original record's time.
struct Arrival {
  Timestamp appended_at;
  std::optional<Timestamp> origin_at;  // of a replayed copy
};

Arrival arrival_of(const stream::Record& record);

struct Cleaned {
  news::Candidate candidate;
  std::optional<news::Article> article;  // absent: a withdrawal

  bool operator==(const Cleaned&) const = default;
};

class CleanStage final : public stream::Stage {
 public:
  CleanStage(StageOptions options, const StageTables& tables);
  CleanStage(const CleanStage&) = delete;
  CleanStage& operator=(const CleanStage&) = delete;

  const stream::StageSpec& spec() const override { return spec_; }
  Result<stream::Effects> handle(const stream::Record& record, const stream::StateReader& state,
                                 Timestamp now) override;

  // The same for one event outside of any topic. Into `trace`, if there is one, goes how its page
  // or dump was read.
  Result<Cleaned> clean(std::string_view value, const Arrival& arrival,
                        news::clean::Trace* trace = nullptr);

  // Whose page the last record was; empty where it has no address that can be read. Valid until
  // the next call.
  std::string_view site() const { return site_; }

 private:
  std::vector<stream::OwnedHeader> headers_of(const stream::Record& record) const;
  void add_page(Cleaned& cleaned, const news::Publisher* publisher) const;
  // Adds another address of the same article, if it is one of the same site and a new one.
  void add_address(news::Candidate& candidate, const news::Address& found,
                   std::string_view base) const;

  const news::Lane lane_;
  const std::string generation_;
  const news::PublisherTable& publishers_;
  const news::identity::AddressRules rules_;
  const stream::StageSpec spec_;
  news::decode::Decoder decoder_;
  news::clean::Cleaner cleaner_;
  std::string site_;  // of the last record, for site(): no answer depends on it
};

}  // namespace clean
