// version/records.h
//
// Records of articles.clean and articles.versions: a version as JSON or protobuf under its headers.
// Nothing of the time of processing is in them, so a replay gives equal bytes.
// Pure, any thread. Must not know: rows, how versions come about.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "news/model.h"
#include "stream/stage.h"

namespace version {

// Indexes of StageSpec::outputs.
inline constexpr stream::Output kArticles{0};   // the last record of an id is its head
inline constexpr stream::Output kTakedowns{1};  // what a takedown removed, for new generations
inline constexpr stream::Output kVersions{2};   // every version, in order of publication

enum class Form : std::uint8_t { Json, Protobuf };

struct Encoding {
  Form form = Form::Json;
  // Protobuf only: the schema's id in a Schema Registry, whose wire format frames each value then.
  std::uint32_t schema_id = 0;
};

struct Publication {
  const stream::Record& cause;  // its trace headers go on
  std::string_view article;     // encoded, as the candidate brings it
  const std::string& generation;
  bool with_versions = true;  // there is a topic of all versions
  Encoding encoding = {};
};

// A historic version is no head, so it goes to the versions alone.
std::vector<stream::OutRecord> to_records(const news::Version& version, const Publication& how);

// What `order` removed, by its id and the keys that led to it: for states that never knew it. Each
// generation has a key of its own, for each may know other ones.
stream::OutRecord to_takedown(const news::Candidate& order, const news::ArticleId& id,
                              std::vector<news::Hash128> aliases, const Publication& how);

// The article's key disappears from articles.clean.
stream::OutRecord to_tombstone(const news::ArticleId& id, const Publication& how);

}  // namespace version
