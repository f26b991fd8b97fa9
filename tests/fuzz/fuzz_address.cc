// Any bytes as an address: canonical, and canonical again the same; or a dead letter.
#include <cstdint>

#include "base/check.h"
#include "news/identity/address.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using news::identity::canonicalize;
  using news::identity::locate;
  static const news::identity::Suffixes suffixes;
  static const news::PublisherTable publishers;
  const news::identity::AddressRules rules{suffixes, publishers};
  const std::string_view address(reinterpret_cast<const char*>(data), size);
  for (const std::string_view base : {"", "https://www.harbourpost.example/a/b?c=d"}) {
    const auto once = canonicalize(address, rules, base);
    if (!once) {
      CHECK(once.fault().code == "bad_address");
      continue;
    }
    CHECK(once->size() <= news::identity::kAddressBytesMax);
    for (const char c : *once) CHECK(c > ' ' && c < 127);
    const auto twice = canonicalize(*once, rules);
    CHECK(twice && *twice == *once);
    const auto place = locate(address, rules, base);
    if (place) CHECK(place->url == *once && !place->site.empty());
  }
  return 0;
}
