#include "adapters/config/typed.h"

#include <algorithm>
#include <utility>

#include "adapters/config/values.h"
#include "base/check.h"

namespace adapters::config {
namespace {

// No choices: anything.
bool is_one_of(std::string_view choices, std::string_view text) {
  const auto all = split(choices, '|');
  return all.empty() || std::find(all.begin(), all.end(), text) != all.end();
}

std::string suggest_one(std::string_view choices, std::string_view text) {
  const std::string_view near = find_nearest(text, split(choices, '|'));
  return near.empty() ? "" : ", did you mean " + std::string(near) + "?";
}

// Reads one value and collects what is wrong with it under its key's name.
class Reader final {
 public:
  Reader(const Key& key, std::vector<Problem>& problems) : key_(key), problems_(problems) {}

  std::optional<Value> read(const Node& node) {
    if (node.kind == NodeKind::Nothing) {
      complain(node, "has no value; write \"\" for an empty text");
      return std::nullopt;
    }
    const std::size_t before = problems_.size();
    Value value = read_kind(node);
    if (problems_.size() != before) return std::nullopt;
    return value;
  }

 private:
  Value read_kind(const Node& node) {
    switch (key_.kind) {
      case Kind::Text:
      case Kind::Name:
      case Kind::Choice:
        return read_text(node);
      case Kind::Integer:
        return read_number(node, read_integer);
      case Kind::Bytes:
        return read_number(node, read_bytes);
      case Kind::Duration:
        return read_number(node, read_duration);
      case Kind::Boolean:
        return read_number(node, read_boolean);
      case Kind::List:
        return read_list(node);
      case Kind::Map:
      case Kind::Properties:
      case Kind::ListMap:
        return read_map(node);
    }
    return {};
  }

  void complain(const Node& node, const std::string& what) {
    problems_.push_back({node.place, std::string(key_.path) + ": " + what});
  }

  // What a file of ${file:...} holds is never told.
  static std::string quoted(const Node& node) {
    return node.filling == Filling::File ? "what the file holds" : "'" + node.text + "'";
  }

  bool expect(const Node& node, NodeKind kind, std::string_view wanted) {
    if (node.kind == kind) return true;
    complain(node, "must be " + std::string(wanted));
    return false;
  }

  void check_choice(const Node& node) {
    if (is_one_of(key_.choices, node.text)) return;
    const bool is_secret = node.filling == Filling::File;
    complain(node, quoted(node) + " is none of " + list_words(key_.choices) +
                       (is_secret ? "" : suggest_one(key_.choices, node.text)));
  }

  void check_name(const Entry& entry) {
    if (is_one_of(key_.names, entry.key)) return;
    problems_.push_back({entry.place, std::string(key_.path) + ": '" + entry.key + "' is none of " +
                                          list_words(key_.names) +
                                          suggest_one(key_.names, entry.key)});
  }

  Value read_text(const Node& node) {
    if (!expect(node, NodeKind::Scalar, "one value")) return {};
    check_choice(node);
    const auto length = static_cast<std::int64_t>(node.text.size());
    if (key_.kind != Kind::Choice && length < key_.min) complain(node, "must not be empty");
    if (key_.kind != Kind::Choice && length > key_.max) {
      complain(node, "longer than " + std::to_string(key_.max) + " bytes");
    }
    if (key_.kind == Kind::Name && !is_name(node.text)) {
      complain(node, quoted(node) + ": only letters, digits, '.', '_' and '-' are allowed");
    }
    return Value{.text = node.text};
  }

  static bool is_name(std::string_view text) {
    return text != "." && text != ".." && std::all_of(text.begin(), text.end(), [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '.' || c == '_' || c == '-';
           });
  }

  Value read_number(const Node& node, NumberOrComplaint (*read)(std::string_view)) {
    if (!expect(node, NodeKind::Scalar, "one value")) return {};
    const NumberOrComplaint number = read(node.text);
    if (const auto* complaint = std::get_if<std::string>(&number)) {
      complain(node, node.filling == Filling::File ? quoted(node) + " does not fit" : *complaint);
      return {};
    }
    const std::int64_t value = std::get<std::int64_t>(number);
    if (value < key_.min) complain(node, "must be at least " + spell_number(key_.min));
    if (value > key_.max) complain(node, "must be at most " + spell_number(key_.max));
    return Value{.number = value};
  }

  std::string spell_number(std::int64_t number) const {
    return spell_value(key_, Value{.number = number});
  }

  Texts read_texts(const Node& node) {
    Texts texts;
    for (const Node& item : node.items) {
      if (!expect(item, NodeKind::Scalar, "a list of plain values")) continue;
      check_choice(item);
      if (std::find(texts.begin(), texts.end(), item.text) != texts.end()) {
        complain(item, quoted(item) + " is given twice");
      }
      texts.push_back(item.text);
    }
    return texts;
  }

  Value read_list(const Node& node) {
    if (!expect(node, NodeKind::List, "a list, [a, b]")) return {};
    Value value{.list = read_texts(node)};
    const auto count = static_cast<std::int64_t>(value.list.size());
    if (count < key_.min) complain(node, "must not be empty");
    if (count > key_.max) complain(node, "more than " + std::to_string(key_.max) + " entries");
    return value;
  }

  Value read_map(const Node& node) {
    if (!expect(node, NodeKind::Map, "a map, {key: value}")) return {};
    Value value;
    for (const Entry& entry : node.entries) {
      check_name(entry);
      if (key_.kind == Kind::ListMap) {
        if (!expect(entry.value, NodeKind::List, "a map of lists, {key: [a, b]}")) continue;
        value.map.emplace_back(entry.key, read_texts(entry.value));
      } else if (expect(entry.value, NodeKind::Scalar, "a map of plain values, {key: value}")) {
        check_choice(entry.value);
        value.map.emplace_back(entry.key, Texts{entry.value.text});
      }
    }
    return value;
  }

  const Key& key_;
  std::vector<Problem>& problems_;
};

Node scalar(std::string_view text, const Place& place) {
  Node node = make_node(NodeKind::Scalar, place);
  node.text = text;
  return node;
}

Node list(std::string_view text, char separator, const Place& place) {
  Node node = make_node(NodeKind::List, place);
  for (const std::string_view part : split(text, separator)) {
    node.items.push_back(scalar(part, place));
  }
  return node;
}

std::string spell_list(const Texts& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += (out.size() > 1 ? ", " : "") + spell_text(text);
  return out + "]";
}

std::string spell_map(const Key& key, const Value& value) {
  std::string out = "{";
  for (const auto& [name, texts] : value.map) {
    out += (out.size() > 1 ? ", " : "") + spell_text(name) + ": ";
    out += key.kind == Kind::ListMap ? spell_list(texts) : spell_text(texts.front());
  }
  return out + "}";
}

}  // namespace

std::optional<Value> read_value(const Key& key, const Node& node, std::vector<Problem>& problems) {
  return Reader(key, problems).read(node);
}

Node to_node(const Key& key, std::string_view text, const Place& place) {
  if (key.kind == Kind::List) return list(text, ',', place);
  if (!is_map(key.kind)) return scalar(text, place);
  Node node = make_node(NodeKind::Map, place);
  for (const std::string_view part : split(text, ',')) {
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::string_view rest = part.substr(std::min(equals + 1, part.size()));
    Node value = key.kind == Kind::ListMap ? list(rest, '|', place) : scalar(rest, place);
    node.entries.push_back({std::string(part.substr(0, equals)), place, std::move(value)});
  }
  return node;
}

Value default_of(const Key& key) {
  const Document document = read_document("v: " + std::string(key.fallback), "default");
  CHECK(document.problems.empty() && document.root.entries.size() == 1);
  std::vector<Problem> problems;
  std::optional<Value> value = read_value(key, document.root.entries.front().value, problems);
  CHECK(value.has_value());
  return *std::move(value);
}

std::string spell_value(const Key& key, const Value& value) {
  switch (key.kind) {
    case Kind::Text:
    case Kind::Name:
    case Kind::Choice:
      return spell_text(value.text);
    case Kind::Integer:
      return std::to_string(value.number);
    case Kind::Bytes:
      return spell_bytes(value.number);
    case Kind::Duration:
      return spell_duration(value.number);
    case Kind::Boolean:
      return value.number != 0 ? "true" : "false";
    case Kind::List:
      return spell_list(value.list);
    case Kind::Map:
    case Kind::Properties:
    case Kind::ListMap:
      return spell_map(key, value);
  }
  return "";
}

}  // namespace adapters::config
