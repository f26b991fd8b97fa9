#include "news/identity/noise.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "news/identity/percent.h"

namespace news::identity {
namespace {

constexpr std::array<std::string_view, 11> kPrefixes{"utm_",   "hsa_",    "mtm_",     "pk_",
                                                     "piwik_", "matomo_", "at_",      "vero_",
                                                     "guce_",  "_hs",     "__twitter"};

// Sorted, for binary search.
constexpr auto kNames = std::to_array<std::string_view>({
    "_ga",        "_gl",       "amp",         "amp_gsa",    "amp_js_v",  "aspsessionid", "cmpid",
    "dclid",      "dicbo",     "ef_id",       "epik",       "fbclid",    "feedtype",     "gbraid",
    "gclid",      "gclsrc",    "guccounter",  "igsh",       "igshid",    "intcid",       "ito",
    "jsessionid", "li_fat_id", "mc_cid",      "mc_eid",     "mibextid",  "mkt_tok",      "msclkid",
    "ncid",       "ocid",      "oly_anon_id", "oly_enc_id", "phpsessid", "rb_clickid",   "ref_src",
    "ref_url",    "s_cid",     "s_kwcid",     "sessionid",  "sfnsn",     "smid",         "smtyp",
    "soc_src",    "soc_trk",   "spm",         "sref",       "taid",      "trk",          "tsrc",
    "ttclid",     "twclid",    "usqp",        "wbraid",     "wickedid",  "wt.mc_id",     "xtor",
    "yclid",      "ymclid",    "zanpid",
});
static_assert(std::is_sorted(kNames.begin(), kNames.end()));

bool holds(const std::vector<std::string>& names, std::string_view lower) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return to_lower_ascii(name) == lower; });
}

bool is_shared_noise(std::string_view lower, std::string_view value) {
  for (const std::string_view prefix : kPrefixes) {
    if (lower.starts_with(prefix)) return true;
  }
  if (std::binary_search(kNames.begin(), kNames.end(), lower)) return true;
  return (lower == "output" || lower == "outputtype") && to_lower_ascii(value) == "amp";
}

}  // namespace

bool is_noise(std::string_view name, std::string_view value, const Publisher* publisher) {
  const std::string lower = to_lower_ascii(name);
  if (publisher != nullptr && holds(publisher->query_identity, lower)) return false;
  if (is_shared_noise(lower, value)) return true;
  return publisher != nullptr && holds(publisher->query_noise, lower);
}

}  // namespace news::identity
