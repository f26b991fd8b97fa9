#include "benchmarks/workload.h"

#include "base/time.h"

namespace benchmarks {
namespace {

// JSON's own escapes; the rest is UTF-8 as it is (RFC 8259).
void add_json(std::string& json, std::string_view name, std::string_view text) {
  json += json.size() > 1 ? ",\"" : "\"";
  json += name;
  json += "\":\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        json += "\\\"";
        break;
      case '\\':
        json += "\\\\";
        break;
      case '\n':
        json += "\\n";
        break;
      default:
        json += c;
    }
  }
  json += '"';
}

WorkloadEvent write_broken(const Happening& happening) {
  WorkloadEvent event{.kind = EventKind::Broken, .key = "broken"};
  const std::string serial = std::to_string(happening.drawn);
  switch (happening.number) {
    case 0:
      event.value = "{\"url\": \"https://broken.example/" + serial + "\", ";
      break;
    case 1:
      event.value = "{\"fetched_at\":\"2025-03-03T00:00:00Z\",\"text\":\"" + serial + "\"}";
      break;
    case 2:
      event.value = "{\"url\":\"https://broken.example/" + serial + "\",\"text\":\"\xff\xfe\"}";
      break;
    default:
      event.value = "{\"id\":\"" + serial + "\"} {\"id\":\"again\"}";
  }
  return event;
}

}  // namespace

std::string make_event(std::string_view url, std::int64_t fetched_at_ms, std::string_view page,
                       std::string_view field) {
  std::string json = "{";
  add_json(json, "url", url);
  add_json(json, "fetched_at", base::to_rfc3339({fetched_at_ms}));
  add_json(json, field, page);
  return json + "}";
}

Workload::Workload(const WorkloadOptions& options) : options_(options), plot_(options) {
  for (std::uint32_t i = 0; i < options.sites; ++i) sites_.push_back(make_site(i));
}

std::string Workload::url_of(const Happening& happening) const {
  return "https://" + sites_[happening.site].host + "/news/story-" +
         std::to_string(happening.number);
}

std::string Workload::write(const Happening& happening) const {
  const Site& site = sites_[happening.site];
  const std::string url = url_of(happening);
  std::string json = "{";
  add_json(json, "url",
           happening.kind == EventKind::OtherAddress
               ? "https://www." + site.host + "/latest/" + std::to_string(happening.number)
               : url);
  add_json(json, "fetched_at", base::to_rfc3339({happening.fetched_at}));
  if (happening.kind == EventKind::Withdrawn) return json + ",\"status\":410}";
  const Story story = make_story(happening.story);
  const PagePlace place{site, url, happening.published_at, happening.drawn};
  if (happening.is_page) {
    add_json(json, "content_type", "text/html; charset=utf-8");
    add_json(json, "html", make_page(story, place, options_.page_bytes));
  } else {
    add_json(json, "canonical_url", url);
    add_json(json, "text", make_dump(story, place));
  }
  return json + "}";
}

WorkloadEvent Workload::next() {
  happening_ = &plot_.next();
  if (happening_->kind == EventKind::Broken) return write_broken(*happening_);
  last_.kind = happening_->kind;
  if (last_.kind == EventKind::Resent) return last_;
  last_.edit = happening_->edit;
  last_.key = url_of(*happening_);
  last_.value = write(*happening_);
  return last_;
}

}  // namespace benchmarks
