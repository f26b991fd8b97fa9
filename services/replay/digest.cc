#include "replay/digest.h"

#include <algorithm>

namespace replay {
namespace {

using news::JsonKind;
using news::JsonValue;

constexpr news::JsonLimits kLimits{.values_max = 1'000'000, .depth_max = 64};
constexpr std::size_t kOther = kFields.size() - 1;

// Which member of which object belongs to which field. "*": all the others of that object. The
// longest parts of an article stand in two bodies, told apart by their role.
struct Rule {
  std::string_view object, member, field;
};
constexpr Rule kRules[] = {
    {"ninjs", "headlines", "headline"},
    {"ninjs", "title", "headline"},
    {"ninjs", "by", "authors"},
    {"ninjs", "people", "authors"},
    {"ninjs", "contentCreated", "dates"},
    {"ninjs", "firstCreated", "dates"},
    {"source", "published", "dates"},
    {"source", "modified", "dates"},
    {"ninjs", "subjects", "section"},
    {"ninjs", "genres", "section"},
    {"ninjs", "language", "language"},
    {"ninjs", "associations", "images"},
    {"ninjs", "pubStatus", "status"},
    {"ninjs", "edNote", "status"},
    {"ninjs", "version", "version"},
    {"ninjs", "versionCreated", "version"},
    {"change", "number", "version"},
    {"change", "*", "change"},
    {"ninjs", "altIds", "source"},
    {"ninjs", "renditions", "source"},
    {"source", "*", "source"},
    {"quality", "cleaner", ""},
    {"quality", "profile_epoch", ""},
    {"quality", "*", "quality"},
};

// Absent: the member counts nowhere.
std::optional<std::size_t> field_of(std::string_view object, std::string_view member) {
  for (const Rule& rule : kRules) {
    if (rule.object != object || (rule.member != member && rule.member != "*")) continue;
    return rule.field.empty() ? std::nullopt : find_field(rule.field);
  }
  return kOther;
}

// Any two values that differ are spelled differently. As deep as the document's limit.
void spell(const JsonValue& value, std::string& out) {
  const JsonKind kind = value.kind();
  out += static_cast<char>('0' + static_cast<int>(kind));
  if (kind != JsonKind::Array && kind != JsonKind::Object) {
    out += std::to_string(value.text().size());
    out += ':';
    out += value.text();
    return;
  }
  for (JsonValue child = value.first(); child; child = child.next()) {
    out += std::to_string(child.name().size());
    out += ':';
    out += child.name();
    spell(child, out);
  }
  out += ';';
}

// What stands in it, without names and brackets.
void show(const JsonValue& value, std::string& out) {
  if (!value.is(JsonKind::Array) && !value.is(JsonKind::Object)) {
    if (!out.empty() && !value.text().empty()) out += ' ';
    out += value.text();
    return;
  }
  for (JsonValue child = value.first(); child; child = child.next()) show(child, out);
}

// Gives each part of the article with its field. The hash of the text follows from the text.
template <class Take>
void each_part(const JsonValue& root, Take take) {
  for (JsonValue object = root.first(); object; object = object.next()) {
    if (!object.is(JsonKind::Object)) {
      take(kOther, object);
      continue;
    }
    for (JsonValue member = object.first(); member; member = member.next()) {
      const bool is_ninjs = object.name() == "ninjs";
      if (is_ninjs && (member.name() == "bodies" || member.name() == "altIds")) {
        for (JsonValue one = member.first(); one; one = one.next()) {
          const std::string_view role = one.find("role").text();
          if (role == "contentHash") continue;
          const auto field = find_field(member.name() == "altIds" ? "source"
                                        : role == "main"          ? "text"
                                                                  : "markup");
          take(*field, one);
        }
      } else if (const auto field = field_of(object.name(), member.name())) {
        take(*field, member);
      }
    }
  }
}

}  // namespace

std::optional<std::size_t> find_field(std::string_view name) {
  const auto found = std::find(kFields.begin(), kFields.end(), name);
  if (found == kFields.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kFields.begin());
}

FieldSet compare(const ArticleDigest& one, const ArticleDigest& other) {
  FieldSet differ = 0;
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    if (one.fields[i] != other.fields[i]) differ |= FieldSet{1} << i;
  }
  return differ;
}

void Digester::read(std::string_view json, ArticleDigest& digest) {
  for (std::string& each : spelled_) each.clear();
  digest.kind = ArticleDigest::Kind::Withdrawn;
  if (document_.read(json, kLimits) && document_.root().is(JsonKind::Object)) {
    const JsonValue root = document_.root();
    if (root.find("ninjs").find("pubStatus").text() == "usable") {
      digest.kind = ArticleDigest::Kind::Usable;
    }
    each_part(root, [this](std::size_t field, const JsonValue& part) {
      spelled_[field] += part.name();
      spelled_[field] += '=';
      spell(part, spelled_[field]);
    });
  } else {
    spelled_[kOther] = json;
  }
  for (std::size_t i = 0; i < kFields.size(); ++i) digest.fields[i] = base::xxh3_64(spelled_[i]);
}

std::string urn_of(std::string_view json) {
  news::JsonDocument document;
  if (!document.read(json, kLimits)) return {};
  return std::string(document.root().find("ninjs").find("uri").text());
}

std::string field_text(std::string_view json, std::size_t field) {
  news::JsonDocument document;
  std::string text;
  if (!document.read(json, kLimits)) return text;
  each_part(document.root(), [&](std::size_t of, const JsonValue& part) {
    if (of == field) show(part, text);
  });
  return text;
}

}  // namespace replay
