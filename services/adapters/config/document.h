// adapters/config/document.h
//
// A YAML file as a small tree that still knows the place and the spelling of everything in it.
// YAML's surprises are refused here: duplicate keys, anchors, aliases, merge keys, tags, a second
// document. Limits: 1 MiB, depth 16, 10,000 scalars. Never throws.
// Must not know: which keys exist, what their values mean.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/config/problem.h"

namespace adapters::config {

inline constexpr std::size_t kDocumentBytesMax = 1u << 20;
inline constexpr std::size_t kDocumentDepthMax = 16;
inline constexpr std::size_t kDocumentScalarsMax = 10'000;

enum class NodeKind { Nothing, Scalar, List, Map };

// Whether a scalar's text stands in the document, or was filled in from elsewhere.
enum class Filling { None, Variable, File };

struct Entry;

struct Node {
  NodeKind kind = NodeKind::Nothing;
  Place place{};
  std::string text{};  // Scalar: as spelled, quotes resolved
  Filling filling = Filling::None;
  std::vector<Node> items{};  // List
  // Map, in the order of the file, each key once. Without {}: clang wants to know an Entry for it.
  std::vector<Entry> entries;
};

struct Entry {
  std::string key;
  Place place;  // of the key
  Node value;
};

// With nothing in it yet.
Node make_node(NodeKind kind, const Place& place);

struct Document {
  Node root;
  std::vector<Problem> problems;  // of the YAML itself, by place
};

Document read_document(std::string_view yaml, const std::string& source);

}  // namespace adapters::config
