#include "news/clean/tags.h"

#include <array>
#include <cstddef>

namespace news::clean {

namespace {

struct TagEntry {
  std::string_view name;
  Tag tag;
  std::uint16_t bits;
};

constexpr std::uint16_t kFlow = kBlock | kEndsP;
constexpr std::uint16_t kPart = kBlock | kTablePart;

constexpr TagEntry kTags[] = {
    {"html", Tag::Html, kBlock},
    {"head", Tag::Head, kBlock},
    {"body", Tag::Body, kBlock},
    {"title", Tag::Title, kRaw | kBlock},
    {"meta", Tag::Meta, kVoid},
    {"link", Tag::Link, kVoid},
    {"base", Tag::Base, kVoid},
    {"script", Tag::Script, kRaw},
    {"style", Tag::Style, kRaw},
    {"template", Tag::Template, kSkipped},
    {"noscript", Tag::Noscript, kBlock},
    {"address", Tag::Address, kFlow},
    {"article", Tag::Article, kFlow},
    {"aside", Tag::Aside, kFlow | kApart},
    {"blockquote", Tag::Blockquote, kFlow},
    {"center", Tag::Center, kFlow},
    {"details", Tag::Details, kFlow},
    {"dialog", Tag::Dialog, kFlow},
    {"dir", Tag::Dir, kFlow},
    {"div", Tag::Div, kFlow},
    {"dl", Tag::Dl, kFlow},
    {"dt", Tag::Dt, kFlow},
    {"dd", Tag::Dd, kFlow},
    {"fieldset", Tag::Fieldset, kFlow},
    {"figcaption", Tag::Figcaption, kFlow},
    {"figure", Tag::Figure, kFlow},
    {"footer", Tag::Footer, kFlow | kApart},
    {"form", Tag::Form, kFlow | kApart},
    {"h1", Tag::H1, kFlow | kHeading},
    {"h2", Tag::H2, kFlow | kHeading},
    {"h3", Tag::H3, kFlow | kHeading},
    {"h4", Tag::H4, kFlow | kHeading},
    {"h5", Tag::H5, kFlow | kHeading},
    {"h6", Tag::H6, kFlow | kHeading},
    {"header", Tag::Header, kFlow},
    {"hgroup", Tag::Hgroup, kFlow},
    {"hr", Tag::Hr, kFlow | kVoid},
    {"legend", Tag::Legend, kBlock},
    {"li", Tag::Li, kFlow},
    {"main", Tag::Main, kFlow},
    {"menu", Tag::Menu, kFlow},
    {"nav", Tag::Nav, kFlow | kApart},
    {"ol", Tag::Ol, kFlow},
    {"p", Tag::P, kFlow},
    {"pre", Tag::Pre, kFlow},
    {"listing", Tag::Pre, kFlow},
    {"search", Tag::Search, kFlow | kApart},
    {"section", Tag::Section, kFlow},
    {"summary", Tag::Summary, kFlow},
    {"ul", Tag::Ul, kFlow},
    {"table", Tag::Table, kFlow | kBarrier | kTablePart},
    {"caption", Tag::Caption, kPart | kBarrier},
    {"colgroup", Tag::Colgroup, kPart},
    {"col", Tag::Col, kVoid | kTablePart},
    {"thead", Tag::Thead, kPart},
    {"tbody", Tag::Tbody, kPart},
    {"tfoot", Tag::Tfoot, kPart},
    {"tr", Tag::Tr, kPart},
    {"td", Tag::Td, kPart | kBarrier},
    {"th", Tag::Th, kPart | kBarrier},
    {"a", Tag::A, 0},
    {"abbr", Tag::Abbr, 0},
    {"b", Tag::B, 0},
    {"button", Tag::Button, kBlock | kApart},
    {"cite", Tag::Cite, 0},
    {"em", Tag::Em, 0},
    {"font", Tag::Font, 0},
    {"i", Tag::I, 0},
    {"label", Tag::Label, kApart},
    {"q", Tag::Q, 0},
    {"rp", Tag::Rp, kNeverText},
    {"rt", Tag::Rt, kNeverText},
    {"s", Tag::S, 0},
    {"small", Tag::Small, 0},
    {"span", Tag::Span, 0},
    {"strong", Tag::Strong, 0},
    {"sub", Tag::Sub, 0},
    {"sup", Tag::Sup, 0},
    {"time", Tag::Time, 0},
    {"u", Tag::U, 0},
    {"area", Tag::Area, kVoid},
    {"br", Tag::Br, kVoid},
    {"embed", Tag::Embed, kVoid},
    {"img", Tag::Img, kVoid},
    {"input", Tag::Input, kVoid},
    {"param", Tag::Param, kVoid},
    {"source", Tag::Source, kVoid},
    {"track", Tag::Track, kVoid},
    {"wbr", Tag::Wbr, kVoid},
    {"iframe", Tag::Iframe, kRaw},
    {"noembed", Tag::Noembed, kRaw},
    {"noframes", Tag::Noframes, kRaw},
    {"textarea", Tag::Textarea, kRaw},
    {"xmp", Tag::Xmp, kFlow | kRaw},
    {"audio", Tag::Audio, kNeverText},
    {"canvas", Tag::Canvas, kNeverText},
    {"object", Tag::Object, kBlock},
    {"picture", Tag::Picture, 0},
    {"video", Tag::Video, kBlock | kNeverText},
    {"select", Tag::Select, kBlock | kNeverText},
    {"option", Tag::Option, kBlock},
    {"optgroup", Tag::Optgroup, kBlock},
    {"datalist", Tag::Datalist, kBlock | kNeverText},
    {"svg", Tag::Svg, kSkipped},
    {"math", Tag::Math, kSkipped},
    {"foreignobject", Tag::ForeignObject, 0},
};

struct AttrEntry {
  std::string_view name;
  Attr attr;
};

constexpr AttrEntry kAttrs[] = {
    {"id", Attr::Id},
    {"class", Attr::Class},
    {"href", Attr::Href},
    {"rel", Attr::Rel},
    {"itemprop", Attr::Itemprop},
    {"itemtype", Attr::Itemtype},
    {"property", Attr::Property},
    {"name", Attr::Name},
    {"content", Attr::Content},
    {"datetime", Attr::Datetime},
    {"lang", Attr::Lang},
    {"role", Attr::Role},
    {"src", Attr::Src},
    {"data-src", Attr::DataSrc},
    {"srcset", Attr::Srcset},
    {"alt", Attr::Alt},
    {"hidden", Attr::Hidden},
    {"style", Attr::Style},
    {"type", Attr::Type},
    {"aria-hidden", Attr::AriaHidden},
    {"open", Attr::Open},
    {"shadowrootmode", Attr::ShadowRoot},
    {"title", Attr::Title},
};

constexpr std::size_t kSlots = 512;
constexpr std::size_t kNameMax = 16;

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

constexpr std::size_t slot_of(std::string_view name) {
  std::uint32_t hash = 2166136261u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(lower(c))) * 16777619u;
  return (hash ^ (hash >> 13)) % kSlots;
}

template <class Entry, std::size_t N>
constexpr std::array<std::uint8_t, kSlots> make_slots(const Entry (&entries)[N]) {
  std::array<std::uint8_t, kSlots> slots{};
  for (std::size_t i = 0; i < N; ++i) {
    std::size_t slot = slot_of(entries[i].name);
    while (slots[slot] != 0) slot = (slot + 1) % kSlots;
    slots[slot] = static_cast<std::uint8_t>(i + 1);
  }
  return slots;
}

constexpr auto kTagSlots = make_slots(kTags);
constexpr auto kAttrSlots = make_slots(kAttrs);

constexpr std::array<std::uint16_t, static_cast<std::size_t>(Tag::Count)> make_bits() {
  std::array<std::uint16_t, static_cast<std::size_t>(Tag::Count)> bits{};
  for (const TagEntry& entry : kTags) bits[static_cast<std::size_t>(entry.tag)] = entry.bits;
  return bits;
}

constexpr auto kBits = make_bits();

constexpr bool is_same(std::string_view name, std::string_view lower_name) {
  if (name.size() != lower_name.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (lower(name[i]) != lower_name[i]) return false;
  }
  return true;
}

template <class Entry, std::size_t N>
const Entry* find_entry(std::string_view name, const Entry (&entries)[N],
                        const std::array<std::uint8_t, kSlots>& slots) {
  if (name.size() > kNameMax) return nullptr;
  for (std::size_t slot = slot_of(name); slots[slot] != 0; slot = (slot + 1) % kSlots) {
    const Entry& entry = entries[slots[slot] - 1u];
    if (is_same(name, entry.name)) return &entry;
  }
  return nullptr;
}

}  // namespace

std::string_view tag_name(Tag tag) {
  for (const TagEntry& entry : kTags) {
    if (entry.tag == tag) return entry.name;
  }
  return "x";
}

Tag find_tag(std::string_view name) {
  const TagEntry* entry = find_entry(name, kTags, kTagSlots);
  return entry == nullptr ? Tag::Other : entry->tag;
}

std::uint16_t tag_bits(Tag tag) { return kBits[static_cast<std::size_t>(tag)]; }

Attr find_attr(std::string_view name) {
  const AttrEntry* entry = find_entry(name, kAttrs, kAttrSlots);
  return entry == nullptr ? Attr::Other : entry->attr;
}

}  // namespace news::clean
