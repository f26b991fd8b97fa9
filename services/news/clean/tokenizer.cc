#include "news/clean/tokenizer.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "news/clean/tree.h"

namespace news::clean {

namespace {

// Beyond this an attribute's quote counts as never closed, and the tag ends at the first '>'.
constexpr std::size_t kQuoteBytesMax = 64u << 10;
// Fewer visible characters before an unclosed script: what follows is read as markup.
constexpr std::size_t kShortPageBytes = 500;

bool is_letter_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space_byte(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

std::uint32_t hash_name(std::string_view name) {
  std::uint32_t hash = 2166136261u;
  for (const char c : name) {
    hash = (hash ^ static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + 32 : c)) * 16777619u;
  }
  return hash ^ (hash >> 15);
}

bool starts_folded(std::string_view text, std::string_view lower) {
  if (text.size() < lower.size()) return false;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const char c = text[i];
    if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lower[i]) return false;
  }
  return true;
}

bool contains_folded(std::string_view text, std::string_view lower) {
  for (std::size_t i = 0; i + lower.size() <= text.size(); ++i) {
    if (starts_folded(text.substr(i), lower)) return true;
  }
  return false;
}

// One pass over the source. A search that failed once ("no '-->' from here on") is remembered.
class Tokenizer final {
 public:
  Tokenizer(std::string_view html, const Limits& limits, Page& page)
      : html_(html), limits_(limits), page_(page), tree_(limits, page) {}

  void run() {
    while (pos_ < html_.size() && !tree_.is_full()) {
      const std::size_t open = std::min(html_.find('<', pos_), html_.size());
      if (open > pos_) tree_.text(html_.substr(pos_, open - pos_), true);
      pos_ = open;
      if (pos_ < html_.size()) read_markup();
    }
    tree_.finish();
  }

 private:
  char at(std::size_t pos) const { return pos < html_.size() ? html_[pos] : '\0'; }

  void read_markup() {
    const char next = at(pos_ + 1);
    if (is_letter_byte(next)) return read_start_tag();
    if (next == '/' && is_letter_byte(at(pos_ + 2))) return read_end_tag();
    if (next == '!') return read_declaration();
    if (next == '?' || next == '/') return skip_to_close(pos_ + 1);
    // The last byte of a page was the beginning of a tag before the page was cut.
    if (pos_ + 1 < html_.size()) tree_.text("<", false);
    ++pos_;
  }

  // Behind the next '>' from `from` on; without one, the page was cut inside a tag.
  void skip_to_close(std::size_t from) {
    const std::size_t close = html_.find('>', from);
    pos_ = close == std::string_view::npos ? html_.size() : close + 1;
  }

  void read_declaration() {
    const std::string_view rest = html_.substr(pos_);
    if (rest.substr(0, 4) == "<!--") return read_comment();
    if (rest.substr(0, 9) == "<![CDATA[" && tree_.is_skipping() && !no_cdata_end_) {
      const std::size_t end = html_.find("]]>", pos_);
      if (end != std::string_view::npos) {
        pos_ = end + 3;
        return;
      }
      no_cdata_end_ = true;
    }
    skip_to_close(pos_);
  }

  void read_comment() {
    const std::string_view rest = html_.substr(pos_ + 4);
    if (rest.substr(0, 1) == ">" || rest.substr(0, 2) == "->") return skip_to_close(pos_);
    if (!no_comment_end_) {
      std::size_t from = pos_ + 2;
      for (;;) {
        const std::size_t end = html_.find("--", from + 2 > pos_ + 4 ? from : pos_ + 4);
        if (end == std::string_view::npos) break;
        if (at(end + 2) == '>') return static_cast<void>(pos_ = end + 3);
        if (at(end + 2) == '!' && at(end + 3) == '>') return static_cast<void>(pos_ = end + 4);
        from = end + 1;
        if (from < pos_ + 4) from = pos_ + 4;
      }
      no_comment_end_ = true;
    }
    skip_to_close(pos_);
  }

  std::string_view read_name() {
    const std::size_t begin = pos_;
    while (pos_ < html_.size() && !is_space_byte(html_[pos_]) && html_[pos_] != '>' &&
           html_[pos_] != '/') {
      ++pos_;
    }
    return html_.substr(begin, pos_ - begin);
  }

  void read_end_tag() {
    pos_ += 2;
    const std::string_view name = read_name();
    skip_to_close(pos_);
    const Tag tag = find_tag(name);
    tree_.end_tag(tag, tag == Tag::Other ? hash_name(name) : 0);
  }

  void read_start_tag() {
    ++pos_;
    const std::string_view name = read_name();
    token_.tag = find_tag(name);
    token_.name_hash = token_.tag == Tag::Other ? hash_name(name) : 0;
    token_.self_closing = false;
    token_.attributes.clear();
    is_jsonld_ = false;
    seen_ = 0;
    read_attributes();
    const bool raw = has(token_.tag, kRaw);
    if (token_.tag != Tag::Script && token_.tag != Tag::Style && token_.tag != Tag::Title &&
        !(raw && !tree_.is_skipping())) {
      tree_.start_tag(token_);
    }
    if (raw && !(tree_.is_skipping() && token_.tag == Tag::Title)) read_raw_text();
  }

  void read_attributes() {
    for (std::size_t count = 0;; ++count) {
      while (pos_ < html_.size() && (is_space_byte(html_[pos_]) || html_[pos_] == '/')) {
        token_.self_closing = html_[pos_] == '/' && at(pos_ + 1) == '>';
        ++pos_;
      }
      if (pos_ >= html_.size()) return;
      if (html_[pos_] == '>') return static_cast<void>(++pos_);
      const std::size_t begin = pos_;
      ++pos_;  // a '=' here is part of the name
      while (pos_ < html_.size() && !is_space_byte(html_[pos_]) && html_[pos_] != '>' &&
             html_[pos_] != '/' && html_[pos_] != '=') {
        ++pos_;
      }
      const std::string_view name = html_.substr(begin, pos_ - begin);
      while (pos_ < html_.size() && is_space_byte(html_[pos_])) ++pos_;
      std::string_view value;
      bool closed = true;
      if (at(pos_) == '=') closed = read_value(value);
      if (count < limits_.attributes_max) add_attribute(name, value);
      if (!closed) return;
    }
  }

  // False if the value's quote never ends: then the whole tag does, at the first '>'.
  bool read_value(std::string_view& value) {
    ++pos_;
    while (pos_ < html_.size() && is_space_byte(html_[pos_])) ++pos_;
    const char quote = at(pos_);
    if (quote == '"' || quote == '\'') {
      ++pos_;
      const std::string_view window = html_.substr(pos_, kQuoteBytesMax);
      const std::size_t end = window.find(quote);
      if (end == std::string_view::npos) {
        const std::size_t begin = pos_;
        skip_to_close(pos_);
        value = html_.substr(begin, std::min(pos_ - begin, limits_.attribute_bytes_max));
        return false;
      }
      value = window.substr(0, end);
      pos_ += end + 1;
      return true;
    }
    const std::size_t begin = pos_;
    while (pos_ < html_.size() && !is_space_byte(html_[pos_]) && html_[pos_] != '>') ++pos_;
    value = html_.substr(begin, pos_ - begin);
    return true;
  }

  void add_attribute(std::string_view name, std::string_view value) {
    const Attr attr = find_attr(name);
    if (attr == Attr::Other || value.size() > limits_.attribute_bytes_max) return;
    const std::uint32_t mask = 1u << static_cast<unsigned>(attr);
    if ((seen_ & mask) != 0) return;
    seen_ |= mask;
    if (attr == Attr::Type && contains_folded(value, "ld+json")) is_jsonld_ = true;
    token_.attributes.push_back({attr, value});
  }

  static std::string_view raw_name(Tag tag) {
    switch (tag) {
      case Tag::Script:
        return "script";
      case Tag::Style:
        return "style";
      case Tag::Title:
        return "title";
      case Tag::Iframe:
        return "iframe";
      case Tag::Noembed:
        return "noembed";
      case Tag::Noframes:
        return "noframes";
      case Tag::Textarea:
        return "textarea";
      default:
        return "xmp";
    }
  }

  // Where "</name" begins, from pos_ on; npos if nowhere.
  std::size_t find_raw_end(std::string_view name) const {
    for (std::size_t at_tag = html_.find("</", pos_); at_tag != std::string_view::npos;
         at_tag = html_.find("</", at_tag + 2)) {
      const char after = at(at_tag + 2 + name.size());
      if (starts_folded(html_.substr(at_tag + 2), name) &&
          (is_space_byte(after) || after == '>' || after == '/' || after == '\0')) {
        return at_tag;
      }
    }
    return std::string_view::npos;
  }

  void read_raw_text() {
    const Tag tag = token_.tag;
    bool& unclosed = unclosed_[static_cast<std::size_t>(tag)];
    const std::size_t end = unclosed ? std::string_view::npos : find_raw_end(raw_name(tag));
    if (end == std::string_view::npos) {
      unclosed = true;
      if (page_.text.size() < kShortPageBytes) {
        add_flag(page_.flags, "unclosed_rawtext");
      } else {
        pos_ = html_.size();
      }
      return;
    }
    const std::string_view content = html_.substr(pos_, end - pos_);
    if (tag == Tag::Script && is_jsonld_) page_.jsonld.push_back(content);
    if (tag == Tag::Title && page_.title.empty()) page_.title = content;
    if (tag == Tag::Xmp) {
      tree_.start_tag(token_);
      tree_.text(content, false);
      tree_.end_tag(tag, 0);
    }
    skip_to_close(end);
  }

  const std::string_view html_;
  const Limits& limits_;
  Page& page_;
  TreeBuilder tree_;
  TagToken token_;
  std::size_t pos_ = 0;
  std::uint32_t seen_ = 0;  // attributes of this tag, one bit each
  bool is_jsonld_ = false;
  bool no_comment_end_ = false, no_cdata_end_ = false;
  std::array<bool, static_cast<std::size_t>(Tag::Count)> unclosed_{};
};

// Text outside of what is hidden, and how much of it is links.
struct Measure {
  Page& page;
  std::uint32_t links = 0, visible = 0;
  std::uint32_t off = 0;  // hidden or noscript elements that are open
  std::uint32_t link_depth = 0;

  void open(NodeIndex n) {
    page.nodes[n].link_begin = links;
    off += !page.counts(n);
    link_depth += page.is_link(n);
  }
  void text(NodeIndex, std::string_view slice) {
    const auto bytes = static_cast<std::uint32_t>(slice.size());
    if (off == 0) visible += bytes;
    if (link_depth > 0) links += bytes;
  }
  void close(NodeIndex n) {
    off -= !page.counts(n);
    link_depth -= page.is_link(n);
    page.nodes[n].link_end = links;
  }
};

void measure(Page& page) {
  Measure measure{page};
  walk(page, 0, measure);
  page.visible_bytes = measure.visible;
}

// A story inside an element that scripts would show: more than half of the page's text.
void unhide(Page& page) {
  bool changed = false;
  for (NodeIndex n = 0; n < page.nodes.size();) {
    Node& node = page.nodes[n];
    if (!node.hidden) {
      ++n;
      continue;
    }
    const bool is_text = !has(node.tag, kNeverText);
    if (is_text && page.bytes_of(n) > page.visible_bytes && page.bytes_of(n) > 200) {
      node.hidden = false;
      changed = true;
      ++n;
    } else {
      n = node.end;
    }
  }
  if (!changed) return;
  add_flag(page.flags, "hidden_article");
  measure(page);
}

}  // namespace

void read_page(std::string_view html, const Limits& limits, Page& page) {
  page.clear();
  Tokenizer(html, limits, page).run();
  measure(page);
  if (page.visible_bytes < 250) {
    page.with_noscript = true;
    measure(page);
  }
  unhide(page);
}

}  // namespace news::clean
