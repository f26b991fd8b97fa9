#include "tests/unit/news/clean/outline.h"

#include <map>

#include "news/clean/tokenizer.h"

namespace news::clean {

namespace {

std::string_view name_of(Tag tag) {
  static const std::map<Tag, std::string_view> kNames = [] {
    std::map<Tag, std::string_view> names;
    for (const std::string_view name :
         {"body",    "meta",  "link",  "noscript", "article", "aside",      "blockquote", "dialog",
          "div",     "dl",    "dt",    "dd",       "figure",  "figcaption", "form",       "h1",
          "h2",      "h3",    "hr",    "li",       "nav",     "ol",         "p",          "pre",
          "section", "ul",    "table", "caption",  "col",     "thead",      "tbody",      "tr",
          "td",      "th",    "a",     "b",        "em",      "i",          "span",       "time",
          "img",     "input", "xmp",   "select",   "option",  "button",     "rt",         "main"}) {
      names[find_tag(name)] = name;
    }
    return names;
  }();
  const auto found = kNames.find(tag);
  return found == kNames.end() ? "?" : found->second;
}

struct Printer {
  const Page& page;
  std::string out;

  void separate() {
    if (!out.empty() && out.back() != '(') out.push_back(' ');
  }
  void open(NodeIndex n) {
    if (n == 0) return;
    separate();
    out += name_of(page.nodes[n].tag);
    out.push_back('(');
  }
  void text(NodeIndex, std::string_view slice) {
    separate();
    out.push_back('\'');
    for (const char c : slice) {
      if (c == kLineBreak)
        out += "\\n";
      else
        out.push_back(c == kBlockBreak ? '|' : c);
    }
    out.push_back('\'');
  }
  void close(NodeIndex n) {
    if (n != 0) out.push_back(')');
  }
};

}  // namespace

std::string outline(const Page& page) {
  Printer printer{page, {}};
  walk(page, 0, printer);
  return printer.out;
}

std::string outline(std::string_view html, const Limits& limits) {
  Page page;
  read_page(html, limits, page);
  return outline(page);
}

}  // namespace news::clean
