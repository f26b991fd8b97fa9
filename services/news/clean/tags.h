// news/clean/tags.h
//
// The elements and attributes of HTML that cleaning tells apart, and what kind each is of.
// Constant tables; a name is found by one hash. Any thread. Must not know: text.
#pragma once

#include <cstdint>
#include <string_view>

namespace news::clean {

enum class Tag : std::uint8_t {
  Other,
  Html,
  Head,
  Body,
  Title,
  Meta,
  Link,
  Base,
  Script,
  Style,
  Template,
  Noscript,
  Address,
  Article,
  Aside,
  Blockquote,
  Center,
  Details,
  Dialog,
  Dir,
  Div,
  Dl,
  Dt,
  Dd,
  Fieldset,
  Figcaption,
  Figure,
  Footer,
  Form,
  H1,
  H2,
  H3,
  H4,
  H5,
  H6,
  Header,
  Hgroup,
  Hr,
  Legend,
  Li,
  Main,
  Menu,
  Nav,
  Ol,
  P,
  Pre,
  Search,
  Section,
  Summary,
  Ul,
  Table,
  Caption,
  Colgroup,
  Col,
  Thead,
  Tbody,
  Tfoot,
  Tr,
  Td,
  Th,
  A,
  Abbr,
  B,
  Button,
  Cite,
  Em,
  Font,
  I,
  Label,
  Q,
  Rp,
  Rt,
  S,
  Small,
  Span,
  Strong,
  Sub,
  Sup,
  Time,
  U,
  Area,
  Br,
  Embed,
  Img,
  Input,
  Param,
  Source,
  Track,
  Wbr,
  Iframe,
  Noembed,
  Noframes,
  Textarea,
  Xmp,
  Audio,
  Canvas,
  Object,
  Picture,
  Video,
  Select,
  Option,
  Optgroup,
  Datalist,
  Svg,
  Math,
  ForeignObject,
  Count,
};

// `name` may have capitals. Unknown names are Other.
Tag find_tag(std::string_view name);
// "x" of Other. For people: a search.
std::string_view tag_name(Tag tag);

enum TagBits : std::uint16_t {
  kBlock = 1,  // its borders break text
  kVoid = 2,   // has no end tag
  kRaw = 4,    // its content is no markup
  kEndsP = 8,  // its start tag ends an open p
  kTablePart = 16,
  kBarrier = 32,  // td, th, caption, table: other end tags do not reach across
  kHeading = 64,
  kSkipped = 128,    // svg, math, template: content does not count
  kNeverText = 256,  // what it holds is no text of the page: select, ruby annotation
  kApart = 512,      // stands around a story: nav, aside, footer, form, button, label
};

std::uint16_t tag_bits(Tag tag);
inline bool has(Tag tag, std::uint16_t bits) { return (tag_bits(tag) & bits) != 0; }

// 1 to 6, 0 for other tags.
inline int heading_level(Tag tag) {
  return tag >= Tag::H1 && tag <= Tag::H6 ? static_cast<int>(tag) - static_cast<int>(Tag::H1) + 1
                                          : 0;
}

enum class Attr : std::uint8_t {
  Other,
  Id,
  Class,
  Href,
  Rel,
  Itemprop,
  Itemtype,
  Property,
  Name,
  Content,
  Datetime,
  Lang,
  Role,
  Src,
  DataSrc,
  Srcset,
  Alt,
  Hidden,
  Style,
  Type,
  AriaHidden,
  Open,
  ShadowRoot,
  Title,
};

Attr find_attr(std::string_view name);

}  // namespace news::clean
