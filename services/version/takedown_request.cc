#include "version/takedown_request.h"

#include <utility>

#include "news/history.h"
#include "news/identity/keys.h"

namespace version {
namespace {

using news::Candidate;

constexpr std::string_view kUrn = "urn:dateline:";

// A site is that of its own front page; another one would lead to the wrong partition.
base::Result<TakedownRequest> read_urn(std::string_view urn, Candidate candidate,
                                       const news::identity::AddressRules& rules) {
  const std::string_view rest = urn.substr(kUrn.size());
  const std::size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos) return base::stop("bad_urn", std::string(urn));
  const auto id = news::read_article_id(rest.substr(colon + 1));
  if (!id) return base::stop("bad_urn", "no 32 hex digits at the end");
  candidate.site = rest.substr(0, colon);
  const auto front = news::identity::locate("https://" + candidate.site + "/", rules);
  if (!front || front->site != candidate.site) {
    return base::stop("bad_urn", "no site: " + candidate.site);
  }
  candidate.guid = to_hex(*id);
  std::string name = news::to_urn(candidate.site, *id);
  return TakedownRequest{std::move(name), std::move(candidate)};
}

}  // namespace

base::Result<TakedownRequest> read_takedown(std::string_view target, std::string_view reason,
                                            const news::identity::AddressRules& rules,
                                            base::Timestamp now) {
  if (reason.empty() || reason.size() > kReasonBytesMax) {
    return base::stop("bad_reason", "a reason has 1 to 1024 bytes");
  }
  Candidate candidate;
  candidate.kind = news::CandidateKind::Takedown;
  candidate.appended_at = candidate.fetched_at = now;
  candidate.reason = reason;
  if (target.starts_with(kUrn)) return read_urn(target, std::move(candidate), rules);
  auto place = news::identity::locate(target, rules);
  if (!place) return place.fault();
  candidate.site = std::move(place->site);
  candidate.addresses = {{news::AddressKind::Fetched, place->url}};
  return TakedownRequest{std::move(place->url), std::move(candidate)};
}

}  // namespace version
