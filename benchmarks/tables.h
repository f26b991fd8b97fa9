// benchmarks/tables.h
//
// The versioned inputs of cleaning, as a process builds them at its start.
#pragma once

#include "adapters/clock/zones.h"
#include "base/check.h"
#include "news/clean/clean.h"
#include "news/identity/address.h"

namespace benchmarks {

struct Tables {
  Tables() : zones(*adapters::clock::read_zones()) {}
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;

  news::clean::Tables cleaning() const {
    return {.publishers = &publishers,
            .zones = &zones,
            .text_prefix = "date {date} {title}",
            .limits = {},
            .version = "benchmark"};
  }
  news::identity::AddressRules rules() const { return {suffixes, publishers}; }

  news::PublisherTable publishers;
  news::identity::Suffixes suffixes;
  base::ZoneTable zones;
};

}  // namespace benchmarks
