#include "news/clean/language.h"

// CLD2's public header uses FILE without including what declares it.
#include <cld2/public/compact_lang_det.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "news/clean/language_words.h"
#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::size_t kFirstBytes = 512, kMoreBytes = 4096, kCharactersMin = 40;

// Within a group a detector errs more often than a page does.
constexpr std::array<std::string_view, 4> kGroups{" no nb nn da sv ", " hr sr bs ", " id ms ",
                                                  " gl pt es "};

std::string_view cut_at_character(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

std::string_view base_of(std::string_view tag) { return tag.substr(0, tag.find('-')); }

bool in_one_group(std::string_view a, std::string_view b) {
  const auto holds = [](std::string_view group, std::string_view tag) {
    return group.find(" " + std::string(tag) + " ") != std::string_view::npos;
  };
  return std::any_of(kGroups.begin(), kGroups.end(),
                     [&](std::string_view group) { return holds(group, a) && holds(group, b); });
}

// BCP 47 of what CLD2 found reliably; empty if nothing.
std::string detect(std::string_view text) {
  bool reliable = false;
  const CLD2::Language found = CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()),
                                                    /*is_plain_text=*/true, &reliable);
  if (!reliable || found == CLD2::UNKNOWN_LANGUAGE) return {};
  const std::string code = CLD2::LanguageCode(found);
  if (code == "zh") return "zh-Hans";
  return code == "zh-Hant" ? code : normalize_language(code);
}

// Most texts tell it at a tenth of the price.
std::string detect_quickly(std::string_view text) {
  const std::string_view by_script = language_by_script(text);
  return std::string(by_script.empty() ? language_by_words(text) : by_script);
}

bool is_letters(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

}  // namespace

std::string normalize_language(std::string_view tag) {
  tag = trim(tag);
  tag = tag.substr(0, tag.find_first_of(".@,; "));
  std::vector<std::string> parts(1);
  for (const char c : tag) {
    if (c == '-' || c == '_') {
      parts.emplace_back();
    } else {
      parts.back().push_back(lower(c));
    }
  }
  std::string out = parts[0];
  if (out.size() < 2 || out.size() > 3 || !is_letters(out) || out == "und") return {};
  if (out == "iw") out = "he";
  if (out == "in") out = "id";
  if (out == "jw") out = "jv";
  std::string script, region;
  for (std::size_t i = 1; i < parts.size() && region.empty(); ++i) {
    std::string& part = parts[i];
    if (part.size() == 4 && is_letters(part) && script.empty()) {
      part[0] = upper(part[0]);
      script = part;
    } else if (part.size() == 2 && is_letters(part)) {
      for (char& c : part) c = upper(c);
      region = part;
    }
  }
  if (out == "zh") {
    const bool traditional = region == "TW" || region == "HK" || region == "MO";
    if (script.empty() && !region.empty()) script = traditional ? "Hant" : "Hans";
    region.clear();
  }
  if (!script.empty()) out += "-" + script;
  if (!region.empty()) out += "-" + region;
  return out;
}

std::string language_sample(const Article& article) {
  std::string sample;
  for (const Block& block : article.blocks) {
    if (sample.size() > kMoreBytes) break;
    if (block.kind == BlockKind::Figure) continue;
    if (!sample.empty()) sample += "\n\n";
    sample.append(block.text, 0, kMoreBytes + 1);
  }
  return sample.empty() ? article.headline : sample;
}

std::string find_language(std::string_view body, std::span<const std::string_view> declared) {
  std::string said;
  for (const std::string_view tag : declared) {
    if (said.empty()) said = normalize_language(tag);
  }
  std::string found;
  // So many bytes hold so many characters of any script.
  if (count_code_points(cut_at_character(body, kCharactersMin * 4)) >= kCharactersMin) {
    found = detect_quickly(cut_at_character(body, kFirstBytes));
    if (found.empty()) found = detect(cut_at_character(body, kFirstBytes));
    if (found.empty() && body.size() > kFirstBytes)
      found = detect(cut_at_character(body, kMoreBytes));
  }
  if (found.empty()) return said.empty() ? "und" : said;
  if (said.empty()) return found;
  if (base_of(said) == base_of(found)) return base_of(found) == "zh" ? found : said;
  return in_one_group(base_of(said), base_of(found)) ? said : found;
}

}  // namespace news::clean
