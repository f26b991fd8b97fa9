#include "adapters/config/publishers.h"

#include <algorithm>
#include <map>

#include "adapters/config/document.h"
#include "adapters/config/values.h"

namespace adapters::config {
namespace {

class Reader final {
 public:
  explicit Reader(Publishers& out) : out_(out) {}

  void read_root(const Node& root, const std::string& source) {
    const Entry* list = nullptr;
    for (const Entry& entry : root.entries) {
      if (entry.key == "publishers")
        list = &entry;
      else
        complain(entry.place, entry.key + ": unknown key, only publishers is known here");
    }
    if (list == nullptr || list->value.kind != NodeKind::List) {
      complain(list == nullptr ? Place{source} : list->value.place,
               "publishers: must be a list of entries");
      return;
    }
    for (const Node& node : list->value.items) read_publisher(node);
  }

 private:
  void complain(const Place& place, std::string text) {
    out_.problems.push_back({place, std::move(text)});
  }

  void read_publisher(const Node& node) {
    if (node.kind != NodeKind::Map) return complain(node.place, "an entry is a map, {site: ...}");
    Publisher publisher;
    for (const Entry& entry : node.entries) read_entry(entry, publisher);
    if (publisher.site.empty()) complain(node.place, "site: is missing");
    if (publisher.hosts.empty()) publisher.hosts.push_back(publisher.site);
    claim(node.place, publisher);
    out_.all.push_back(std::move(publisher));
  }

  void read_entry(const Entry& entry, Publisher& publisher) {
    const Node& value = entry.value;
    if (entry.key == "site")
      publisher.site = read_text(entry);
    else if (entry.key == "name")
      publisher.name = read_text(entry);
    else if (entry.key == "zone")
      publisher.zone = read_text(entry);
    else if (entry.key == "hosts")
      publisher.hosts = read_texts(value, "hosts");
    else if (entry.key == "credits")
      publisher.credits = read_texts(value, "credits");
    else if (entry.key == "agency")
      publisher.agency = read_choice(entry, "true", "false");
    else if (entry.key == "canonical")
      publisher.canonical_never = read_choice(entry, "never", "trust");
    else if (entry.key == "query")
      read_query(value, publisher);
    else
      complain(entry.place, entry.key + ": unknown key of a publisher");
  }

  void read_query(const Node& node, Publisher& publisher) {
    if (node.kind != NodeKind::Map) {
      return complain(node.place, "query: must be {identity: [...], noise: [...]}");
    }
    for (const Entry& entry : node.entries) {
      if (entry.key == "identity")
        publisher.query_identity = read_texts(entry.value, "identity");
      else if (entry.key == "noise")
        publisher.query_noise = read_texts(entry.value, "noise");
      else
        complain(entry.place, "query." + entry.key + ": unknown key of a publisher");
    }
  }

  std::string read_text(const Entry& entry) {
    if (entry.value.kind == NodeKind::Scalar) return entry.value.text;
    complain(entry.value.place, entry.key + ": must be one value");
    return "";
  }

  std::vector<std::string> read_texts(const Node& node, const std::string& key) {
    std::vector<std::string> texts;
    if (node.kind != NodeKind::List) complain(node.place, key + ": must be a list, [a, b]");
    for (const Node& item : node.items) {
      if (item.kind == NodeKind::Scalar)
        texts.push_back(item.text);
      else
        complain(item.place, key + ": must be a list of plain values");
    }
    return texts;
  }

  bool read_choice(const Entry& entry, std::string_view yes, std::string_view no) {
    const std::string text = read_text(entry);
    if (text != yes && text != no) {
      complain(entry.value.place, entry.key + ": '" + text + "' is neither " + std::string(yes) +
                                      " nor " + std::string(no));
    }
    return text == yes;
  }

  // A site and a host belong to one entry only: else the order of entries would choose partitions.
  void claim(const Place& place, const Publisher& publisher) {
    const auto take = [&](std::map<std::string, int>& taken, const std::string& name) {
      const auto [at, fresh] = taken.emplace(name, place.line);
      if (!fresh) {
        complain(place, "'" + name + "' stands in line " + std::to_string(at->second) + " already");
      }
    };
    take(sites_, publisher.site);
    for (const std::string& host : publisher.hosts) {
      const bool lower =
          std::none_of(host.begin(), host.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
      if (!lower || host.find('/') != std::string::npos || host.find('.') == std::string::npos) {
        complain(place, "hosts: '" + host + "' is not a host name in small letters");
      }
      take(hosts_, host);
    }
  }

  Publishers& out_;
  std::map<std::string, int> sites_, hosts_;
};

}  // namespace

Publishers read_publishers(std::string_view yaml, const std::string& source) {
  Publishers publishers;
  Document document = read_document(yaml, source);
  publishers.problems = std::move(document.problems);
  if (publishers.problems.empty()) Reader(publishers).read_root(document.root, source);
  sort_by_place(publishers.problems);
  return publishers;
}

}  // namespace adapters::config
