#include "adapters/config/document.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <utility>

namespace adapters::config {
namespace {

// Ends the reading of a file that is over a limit. Caught in read_document.
struct OverLimit {};

// Builds the tree from the parser's events; only they show aliases, both of a duplicate key, and
// the raw spelling of a scalar.
class Builder final : public YAML::EventHandler {
 public:
  Builder(Document& document, const std::string& source) : document_(document), source_(source) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    Node node = make_node(NodeKind::Nothing, place(mark));
    // An empty value's mark lies on the next token: the place of its key says more.
    if (!open_.empty() && open_.back().has_key) node.place = open_.back().key_place;
    add(std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    complain(mark, "aliases (*name) are not read: write the value out");
    add(make_node(NodeKind::Nothing, place(mark)));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (++scalars_ > kDocumentScalarsMax) {
      complain(mark, "more than " + std::to_string(kDocumentScalarsMax) + " values");
      throw OverLimit{};
    }
    Node node = make_node(NodeKind::Scalar, place(mark));
    node.text = value;
    add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, NodeKind::List);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, NodeKind::Map);
  }
  void OnMapEnd() override { close(); }

 private:
  // A list or map that has begun and not yet ended.
  struct Open {
    Node node;
    bool has_key = false, key_refused = false;
    std::string key{};
    Place key_place{};
  };

  Place place(const YAML::Mark& mark) const { return {source_, mark.line + 1, mark.column + 1}; }

  void complain(const YAML::Mark& mark, std::string text) {
    document_.problems.push_back({place(mark), std::move(text)});
  }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) complain(mark, "anchors (&name) are not read: write the value out");
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      complain(mark, "tags are not read: the key decides the type (" + tag + ")");
    }
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, NodeKind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (open_.size() >= kDocumentDepthMax) {
      complain(mark, "nested deeper than " + std::to_string(kDocumentDepthMax));
      throw OverLimit{};
    }
    open_.push_back(Open{.node = make_node(kind, place(mark))});
  }

  void close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node));
  }

  void add(Node node) {
    if (open_.empty()) {
      document_.root = std::move(node);
    } else if (open_.back().node.kind == NodeKind::List) {
      open_.back().node.items.push_back(std::move(node));
    } else if (!open_.back().has_key) {
      take_key(std::move(node));
    } else {
      take_value(std::move(node));
    }
  }

  void take_key(Node node) {
    Open& map = open_.back();
    map.has_key = true;
    map.key_refused = true;
    map.key_place = node.place;
    if (node.kind != NodeKind::Scalar) {
      document_.problems.push_back({node.place, "a key must be a plain word"});
      return;
    }
    if (node.text == "<<") {
      document_.problems.push_back({node.place, "merge keys (<<) are not read"});
      return;
    }
    for (const Entry& entry : map.node.entries) {
      if (entry.key != node.text) continue;
      document_.problems.push_back({node.place, node.text + ": given twice, first in line " +
                                                    std::to_string(entry.place.line)});
      return;
    }
    map.key_refused = false;
    map.key = std::move(node.text);
  }

  void take_value(Node node) {
    Open& map = open_.back();
    map.has_key = false;
    if (map.key_refused) return;
    map.node.entries.push_back({std::move(map.key), map.key_place, std::move(node)});
  }

  Document& document_;
  const std::string& source_;
  std::vector<Open> open_;
  std::size_t scalars_ = 0;
};

}  // namespace

Node make_node(NodeKind kind, const Place& place) {
  Node node;
  node.kind = kind;
  node.place = place;
  return node;
}

Document read_document(std::string_view yaml, const std::string& source) {
  Document document;
  if (yaml.size() > kDocumentBytesMax) {
    document.problems.push_back(
        {{source}, "larger than " + std::to_string(kDocumentBytesMax) + " bytes"});
    return document;
  }
  std::istringstream stream{std::string(yaml)};
  Builder builder(document, source);
  try {
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    Document second;
    Builder ignored(second, source);
    if (parser.HandleNextDocument(ignored)) {
      document.problems.push_back({{source, second.root.place.line, second.root.place.column},
                                   "a second document: one file is one document"});
    }
  } catch (const OverLimit&) {
    document.root = {};
  } catch (const YAML::Exception& error) {
    // What was read before the error is judged no further: it would only repeat it in other words.
    document.root = {};
    document.problems.push_back({{source, error.mark.line + 1, error.mark.column + 1}, error.msg});
  }
  sort_by_place(document.problems);
  return document;
}

}  // namespace adapters::config
