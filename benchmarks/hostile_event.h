// benchmarks/hostile_event.h
//
// A hostile page or dump as an event, and the publisher at whose site it stands.
#pragma once

#include <string_view>

#include "base/zone_table.h"
#include "benchmarks/hostile.h"
#include "news/clean/clean.h"

namespace benchmarks {

// `bytes` must outlive the event.
inline news::RawEvent hostile_event(const HostileShape& shape, std::string_view bytes) {
  news::RawEvent event;
  event.url = "https://harbourpost.example/night-ferry";
  (shape.dump ? event.text : event.html) = bytes;
  event.html_is_bytes = !shape.content_type.empty();
  event.content_type = shape.content_type;
  event.fetched_at = base::Timestamp{1'800'000'000'000};
  return event;
}

// A publisher with a zone: dates are compared with each other.
inline news::clean::Context hostile_context() {
  static const news::Publisher kPublisher = [] {
    news::Publisher publisher;
    publisher.zone = "America/New_York";
    return publisher;
  }();
  return {.site = "harbourpost.example", .publisher = &kPublisher};
}

// In summer and winter five hours behind, which is all that dates need to be compared.
inline const base::ZoneTable& hostile_zones() {
  static const base::ZoneTable kZones = [] {
    base::ZoneTable table;
    table.zones["America/New_York"] = {{base::Timestamp{0}, -300}};
    return table;
  }();
  return kZones;
}

}  // namespace benchmarks
