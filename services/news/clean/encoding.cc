#include "news/clean/encoding.h"

#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <optional>

#include "news/clean/unicode.h"

namespace news::clean {

namespace {

constexpr std::size_t kDeclarationBytes = 4096;
constexpr std::size_t kGuessBytes = 64u << 10;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

struct Label {
  std::string_view label, charset;
};

// What browsers take these labels for (WHATWG Encoding); all others mean themselves.
constexpr std::array<Label, 30> kLabels{{
    {"ascii", "windows-1252"},
    {"us-ascii", "windows-1252"},
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"l1", "windows-1252"},
    {"cp1252", "windows-1252"},
    {"x-cp1252", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"iso8859-9", "windows-1254"},
    {"latin5", "windows-1254"},
    {"iso-8859-11", "windows-874"},
    {"tis-620", "windows-874"},
    {"gb2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"chinese", "gb18030"},
    {"euc-kr", "windows-949"},
    {"ks_c_5601-1987", "windows-949"},
    {"ksc5601", "windows-949"},
    {"korean", "windows-949"},
    {"cp949", "windows-949"},
    {"uhc", "windows-949"},
    {"shift_jis", "windows-31j"},
    {"shift-jis", "windows-31j"},
    {"sjis", "windows-31j"},
    {"x-sjis", "windows-31j"},
    {"utf8", "utf-8"},
    {"cp1251", "windows-1251"},
}};

std::string canonical_charset(std::string_view label) {
  const std::string name = lower(trim(label));
  for (const Label& entry : kLabels) {
    if (entry.label == name) return std::string(entry.charset);
  }
  return name;
}

// A page may claim anything; what is no label of any charset is no claim.
std::string as_label(std::string_view claim) {
  constexpr std::size_t kLabelBytesMax = 40;
  if (claim.size() > kLabelBytesMax) return {};
  for (const char c : claim) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!letter && std::strchr("-_.:+()", c) == nullptr) return {};
  }
  return std::string(claim);
}

// "charset=..." in a header or a tag, in lower case; empty if there is none.
std::string find_charset(std::string_view text) {
  const std::string folded = lower(text);
  for (std::size_t at = folded.find("charset"); at != std::string::npos;
       at = folded.find("charset", at + 7)) {
    std::size_t pos = at + 7;
    while (pos < text.size() && (text[pos] == ' ' || text[pos] == '\t')) ++pos;
    if (pos >= text.size() || text[pos] != '=') continue;
    ++pos;
    while (pos < text.size() && std::strchr(" \t\"'", text[pos]) != nullptr) ++pos;
    const std::size_t end = text.find_first_of(" \t\r\n\"'>;/,", pos);
    return as_label(std::string_view(folded).substr(pos, end - pos));
  }
  return {};
}

// "<meta charset>", "<meta http-equiv>" or "<?xml encoding>" near the start.
std::string find_declaration(std::string_view bytes) {
  const std::string head = lower(bytes.substr(0, kDeclarationBytes));
  for (std::size_t at = head.find("<meta"); at != std::string::npos;
       at = head.find("<meta", at + 5)) {
    const std::size_t end = head.find('>', at);
    const std::string found = find_charset(std::string_view(head).substr(at, end - at));
    if (!found.empty()) return found;
    if (end == std::string::npos) break;
  }
  if (head.rfind("<?xml", 0) == 0) {
    const std::size_t at = head.find("encoding=");
    if (at == std::string::npos || at + 10 > head.size() || at > head.find('>')) return {};
    const std::string_view value = std::string_view(head).substr(at + 10);
    return as_label(value.substr(0, value.find_first_of("\"'")));
  }
  return {};
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const std::string& charset) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(charset.c_str(), &error));
  if (U_FAILURE(error)) return nullptr;
  return converter;
}

struct Attempt {
  std::string text;
  std::size_t broken = 0;  // U+FFFD that the decoder put in, and C1 controls
  std::size_t characters = 0;
  std::size_t counted = 0;  // bytes of the text that these two are of
};

// No text is accepted of which more than one character in so many is broken.
constexpr std::size_t kCharactersPerBroken = 50;

// Goes on where it stopped. A decoder may hand out a character in two pieces, so the last four
// bytes wait for what comes behind them.
void count_broken(Attempt& attempt, bool to_the_end) {
  const std::string_view text = attempt.text;
  const std::size_t end =
      to_the_end ? text.size() : text.size() - std::min<std::size_t>(text.size(), 4);
  while (attempt.counted < end) {
    const char32_t code = decode(text, attempt.counted);
    ++attempt.characters;
    attempt.broken += code == kReplacement || (code >= 0x80 && code < 0xA0 && code != 0x85);
  }
}

// Nothing: there is no such charset, or it cannot have been this one. Decoders give at most one
// character a byte, so an attempt is given up once too many are broken for that.
std::optional<Attempt> convert(std::string_view bytes, const std::string& charset) {
  const Converter from = open_converter(charset);
  const Converter to = open_converter("UTF-8");
  if (!from || !to) return std::nullopt;
  Attempt attempt;
  std::array<char, 16384> out;
  std::array<UChar, 8192> pivot;
  const char* source = bytes.data();
  const char* source_end = source + bytes.size();
  UChar* pivot_source = pivot.data();
  UChar* pivot_target = pivot.data();
  for (bool reset = true;; reset = false) {
    char* target = out.data();
    UErrorCode error = U_ZERO_ERROR;
    ucnv_convertEx(to.get(), from.get(), &target, out.data() + out.size(), &source, source_end,
                   pivot.data(), &pivot_source, &pivot_target, pivot.data() + pivot.size(), reset,
                   true, &error);
    attempt.text.append(out.data(), static_cast<std::size_t>(target - out.data()));
    count_broken(attempt, error != U_BUFFER_OVERFLOW_ERROR);
    if (attempt.broken * kCharactersPerBroken > bytes.size()) return std::nullopt;
    if (error == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_FAILURE(error)) return std::nullopt;
    return attempt;
  }
}

// Text only: tags are ASCII in every charset and would drown what there is to guess from.
std::string without_tags(std::string_view bytes) {
  std::string out;
  std::size_t pos = 0;
  while (pos < bytes.size() && out.size() < kGuessBytes) {
    const std::size_t tag = std::min(bytes.find('<', pos), bytes.size());
    out.append(bytes.substr(pos, std::min(tag - pos, kGuessBytes - out.size())));
    if (tag == bytes.size()) break;
    const std::size_t end = bytes.find('>', tag);
    if (end == std::string_view::npos) break;
    pos = end + 1;
  }
  return out;
}

std::string guess_charset(std::string_view bytes) {
  const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector(uchardet_new(), uchardet_delete);
  const std::string text = without_tags(bytes);
  if (uchardet_handle_data(detector.get(), text.data(), text.size()) != 0) return {};
  uchardet_data_end(detector.get());
  return canonical_charset(uchardet_get_charset(detector.get()));
}

std::string_view bom_charset(std::string_view bytes, std::size_t& length) {
  using namespace std::string_view_literals;
  length = 0;
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF"sv) return length = 3, "utf-8";
  if (bytes.substr(0, 2) == "\xFE\xFF"sv) return length = 2, "utf-16be";
  if (bytes.substr(0, 2) == "\xFF\xFE"sv) return length = 2, "utf-16le";
  return {};
}

bool has_binary_magic(std::string_view bytes) {
  using namespace std::string_view_literals;
  constexpr std::array<std::string_view, 13> kMagic{
      "%PDF-"sv,           "\x89PNG\r\n"sv,      "\xFF\xD8\xFF"sv,     "GIF87a"sv,
      "GIF89a"sv,          "PK\x03\x04"sv,       "\x1F\x8B\x08"sv,     "Rar!\x1A"sv,
      "7z\xBC\xAF"sv,      "\x00\x00\x01\x00"sv, "\x28\xB5\x2F\xFD"sv, "OggS\x00"sv,
      "\xD0\xCF\x11\xE0"sv};
  for (const std::string_view magic : kMagic) {
    if (bytes.substr(0, magic.size()) == magic) return true;
  }
  return bytes.size() >= 12 && bytes.substr(0, 4) == "RIFF"sv && bytes.substr(8, 4) == "WEBP"sv;
}

struct Claim {
  std::string charset;
  std::string_view how;
};

// The claims in the order of trust; the first with few broken characters wins, else the fewest.
base::Result<Decoded> decode_by_claims(std::string_view bytes, const std::array<Claim, 4>& claims,
                                       Charset charset, std::string& buffer) {
  std::optional<Attempt> best;
  for (const Claim& claim : claims) {
    if (claim.charset.empty()) continue;
    std::optional<Attempt> attempt = convert(bytes, claim.charset);
    if (!attempt || (best && attempt->broken >= best->broken)) continue;
    best = std::move(attempt);
    charset.used = claim.charset;
    charset.how = claim.how;
    if (best->broken * 1000 <= best->characters) break;
  }
  if (!best || best->broken * kCharactersPerBroken > best->characters) {
    return base::dead_letter("undecodable", "no charset reads it");
  }
  buffer = std::move(best->text);
  return Decoded{buffer, std::move(charset)};
}

bool starts_with_utf16_text(std::string_view bytes, bool big) {
  if (bytes.size() < 8) return false;
  for (std::size_t i = 0; i < 4; ++i) {
    const char high = bytes[2 * i + (big ? 0 : 1)], low = bytes[2 * i + (big ? 1 : 0)];
    if (high != 0 || low == 0) return false;
  }
  return true;
}

bool has_escape(std::string_view bytes) { return bytes.find('\x1B') != std::string_view::npos; }

}  // namespace

bool is_binary_type(std::string_view content_type) {
  const std::string type = lower(trim(content_type.substr(0, content_type.find(';'))));
  for (const std::string_view prefix : {"image/", "audio/", "video/", "font/"}) {
    if (type.rfind(prefix, 0) == 0 && type != "image/svg+xml") return true;
  }
  for (const std::string_view exact :
       {"application/pdf", "application/zip", "application/gzip", "application/x-gzip",
        "application/msword", "application/x-rar-compressed", "application/x-7z-compressed"}) {
    if (type == exact) return true;
  }
  return false;
}

base::Result<Decoded> decode_bytes(std::string_view bytes, std::string_view content_type,
                                   std::string& buffer) {
  if (is_binary_type(content_type)) return base::dead_letter("not_text", std::string(content_type));
  if (has_binary_magic(bytes)) return base::dead_letter("not_text", "by its first bytes");
  Charset charset;
  const std::string http = find_charset(content_type);
  const std::string declared = find_declaration(bytes);
  charset.declared = !http.empty() ? http : declared;
  std::size_t bom = 0;
  std::string marked(bom_charset(bytes, bom));
  if (marked.empty() && starts_with_utf16_text(bytes, false)) marked = "utf-16le";
  if (marked.empty() && starts_with_utf16_text(bytes, true)) marked = "utf-16be";
  bytes.remove_prefix(bom);
  if (marked.empty() || marked == "utf-8") {
    const bool ascii = is_ascii(bytes);
    const bool japanese = canonical_charset(charset.declared) == "iso-2022-jp" && has_escape(bytes);
    if (is_valid_utf8(bytes) && !(ascii && japanese)) {
      charset.used = "utf-8";
      charset.how = bom > 0 ? "bom" : "valid_utf8";
      return Decoded{bytes, std::move(charset)};
    }
  }
  // A declaration that could be read byte by byte was not in UTF-16.
  std::string meta = canonical_charset(declared);
  if (meta.rfind("utf-16", 0) == 0) meta = "utf-8";
  if (!marked.empty()) {
    return decode_by_claims(bytes, {{{marked, "bom"}, {}, {}, {}}}, charset, buffer);
  }
  const std::array<Claim, 4> claims{{{canonical_charset(http), "http"},
                                     {meta, "meta"},
                                     {guess_charset(bytes), "guess"},
                                     {"windows-1252", "fallback"}}};
  return decode_by_claims(bytes, claims, charset, buffer);
}

namespace {

// The byte that windows-1252 shows as this character, or -1.
int windows_1252_byte(char32_t code) {
  constexpr std::array<char32_t, 32> kHigh{
      0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
      0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
  if (code < 0x80 || (code >= 0xA0 && code < 0x100)) return static_cast<int>(code);
  const auto* found = std::find(kHigh.begin(), kHigh.end(), code);
  return found == kHigh.end() ? -1 : static_cast<int>(0x80 + (found - kHigh.begin()));
}

}  // namespace

bool repair_mojibake(std::string_view text, std::string& repaired) {
  // The lead bytes of two- and three-byte sequences as windows-1252 shows them, then "â€".
  std::size_t pairs = 0;
  for (std::size_t pos = text.find('\xC3'); pos != std::string_view::npos && pos + 3 < text.size();
       pos = text.find('\xC3', pos + 1)) {
    const auto lead = static_cast<unsigned char>(text[pos + 1]);
    const auto next = static_cast<unsigned char>(text[pos + 2]);
    const bool leads = lead == 0x83 || lead == 0x82 || lead == 0xA2 || lead == 0x90 ||
                       lead == 0x91 || lead == 0x8E || lead == 0x8F;
    pairs +=
        leads && (next == 0xC2 || next == 0xC5 || next == 0xC6 || next == 0xE2 || next == 0xCB);
  }
  for (std::size_t pos = text.find("\xC3\x82\xC2"); pos != std::string_view::npos && pairs < 3;
       pos = text.find("\xC3\x82\xC2", pos + 3)) {
    ++pairs;
  }
  if (pairs < 3) return false;
  repaired.clear();
  for (std::size_t pos = 0; pos < text.size();) {
    const int byte = windows_1252_byte(decode(text, pos));
    if (byte < 0) return false;
    repaired.push_back(static_cast<char>(byte));
  }
  return is_valid_utf8(repaired);
}

}  // namespace news::clean
