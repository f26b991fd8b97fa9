#include "version/records.h"

#include <utility>

#include "news/encode/candidate.h"
#include "news/encode/ninjs.h"
#include "news/encode/version.h"

namespace version {
namespace {

std::vector<stream::OwnedHeader> trace_of(const stream::Record& cause) {
  std::vector<stream::OwnedHeader> headers;
  for (const stream::Header& header : cause.headers) {
    if (header.key == "traceparent" || header.key == "tracestate") {
      headers.push_back({std::string(header.key), std::string(header.value)});
    }
  }
  return headers;
}

std::vector<stream::OwnedHeader> headers_of(const news::Version& version, const Publication& how) {
  const bool is_json = how.encoding.form == Form::Json;
  const auto change = class_of(version.change).value_or(news::ChangeClass::None);
  std::vector<stream::OwnedHeader> headers{
      {"content-type", is_json ? "application/json" : "application/x-protobuf"},
      {"dateline-schema", is_json ? "dateline.article/1" : "dateline.Version/1"},
      {"dateline-verdict", std::string(to_string(version.change.verdict))},
      {"dateline-class", std::string(to_string(change))},
      {"dateline-number", to_string(version.change.number)},
      {"dateline-site", version.site},
      {"dateline-language", version.language},
      {"dateline-generation", how.generation}};
  for (stream::OwnedHeader& header : trace_of(how.cause)) headers.push_back(std::move(header));
  return headers;
}

std::string to_value(const news::Version& version, const Encoding& encoding) {
  if (encoding.form == Form::Json) return news::encode::to_json(version);
  if (encoding.schema_id == 0) return news::encode::to_bytes(version);
  return news::encode::to_framed_bytes(version, encoding.schema_id);
}

}  // namespace

std::vector<stream::OutRecord> to_records(const news::Version& version, const Publication& how) {
  stream::OutRecord record{kArticles, to_hex(version.id), to_value(version, how.encoding),
                           headers_of(version, how)};
  std::vector<stream::OutRecord> records;
  if (!version.change.historic) records.push_back(record);
  if (how.with_versions) {
    record.output = kVersions;
    records.push_back(std::move(record));
  }
  return records;
}

stream::OutRecord to_takedown(const news::Candidate& order, const news::ArticleId& id,
                              std::vector<news::Hash128> aliases, const Publication& how) {
  news::Candidate takedown = order;
  takedown.guid = to_hex(id);
  takedown.aliases = std::move(aliases);
  std::vector<stream::OwnedHeader> headers{{"dateline-generation", how.generation}};
  for (stream::OwnedHeader& header : trace_of(how.cause)) headers.push_back(std::move(header));
  return {kTakedowns, news::to_urn(order.site, id) + "#" + how.generation,
          news::encode::to_bytes(takedown), std::move(headers)};
}

stream::OutRecord to_tombstone(const news::ArticleId& id, const Publication& how) {
  std::vector<stream::OwnedHeader> headers{{"dateline-verdict", "removed"},
                                           {"dateline-generation", how.generation}};
  for (stream::OwnedHeader& header : trace_of(how.cause)) headers.push_back(std::move(header));
  return {kArticles, to_hex(id), std::nullopt, std::move(headers)};
}

}  // namespace version
