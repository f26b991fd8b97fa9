#include "adapters/config/interpolate.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <string_view>

namespace adapters::config {
namespace {

using Environment = std::map<std::string, std::string>;

struct Reference {
  std::string text;
  Filling filling = Filling::None;
};

std::optional<std::string> read_secret(const std::string& path, std::string& complaint) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    complaint = "cannot read the file " + path;
    return std::nullopt;
  }
  std::string text(kSecretBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kSecretBytesMax) {
    complaint = path + " is larger than " + std::to_string(kSecretBytesMax) + " bytes";
    return std::nullopt;
  }
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

std::optional<std::string> read_variable(std::string_view inside, const Environment& environment,
                                         std::string& complaint) {
  const std::size_t colon = inside.find(':');
  const std::string name(inside.substr(0, colon));
  const std::string_view rest = colon == std::string_view::npos ? "" : inside.substr(colon);
  const auto found = environment.find(name);
  if (found != environment.end()) return found->second;
  if (rest.starts_with(":-")) return std::string(rest.substr(2));
  complaint = "the variable " + name + " is not set";
  if (rest.starts_with(":?")) complaint += ": " + std::string(rest.substr(2));
  return std::nullopt;
}

// What stands between "${" and "}".
std::optional<Reference> resolve(std::string_view inside, const Environment& environment,
                                 std::string& complaint) {
  if (inside.starts_with("env:")) {
    auto text = read_variable(inside.substr(4), environment, complaint);
    if (!text) return std::nullopt;
    return Reference{*std::move(text), Filling::Variable};
  }
  if (inside.starts_with("file:")) {
    auto text = read_secret(std::string(inside.substr(5)), complaint);
    if (!text) return std::nullopt;
    return Reference{*std::move(text), Filling::File};
  }
  complaint = "${" + std::string(inside) + "}: write ${env:NAME}, ${file:/path}, or $${ for itself";
  return std::nullopt;
}

void interpolate_text(Node& node, const Environment& environment, std::vector<Problem>& problems) {
  std::string out;
  std::string_view rest = node.text;
  for (std::size_t at; (at = rest.find("${")) != std::string_view::npos;) {
    if (at > 0 && rest[at - 1] == '$') {
      out += rest.substr(0, at - 1);
      out += "${";
      rest.remove_prefix(at + 2);
      continue;
    }
    const std::size_t end = rest.find('}', at);
    if (end == std::string_view::npos) {
      problems.push_back({node.place, "'${' without '}'; write $${ for itself"});
      return;
    }
    std::string complaint;
    const auto reference = resolve(rest.substr(at + 2, end - at - 2), environment, complaint);
    if (!reference) problems.push_back({node.place, complaint});
    out += rest.substr(0, at);
    if (reference) {
      out += reference->text;
      node.filling = std::max(node.filling, reference->filling);
    }
    rest.remove_prefix(end + 1);
  }
  node.text = out + std::string(rest);
}

}  // namespace

void interpolate(Node& node, const Environment& environment, std::vector<Problem>& problems) {
  if (node.kind == NodeKind::Scalar) interpolate_text(node, environment, problems);
  for (Node& item : node.items) interpolate(item, environment, problems);
  for (Entry& entry : node.entries) interpolate(entry.value, environment, problems);
}

}  // namespace adapters::config
