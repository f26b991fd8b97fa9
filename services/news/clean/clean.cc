#include "news/clean/clean.h"

#include "news/clean/dump.h"
#include "news/clean/encoding.h"
#include "news/clean/html.h"
#include "news/clean/unicode.h"

namespace news::clean {

using base::Result;

struct Cleaner::Scratch {
  HtmlScratch html;
  std::string decoded, repaired;
};

namespace {

struct Input8 {
  std::string_view text;
  Charset charset;
  bool repaired = false;
};

// The page or dump as valid UTF-8.
Result<Input8> read_input(std::string_view raw, bool is_bytes, std::string_view content_type,
                          std::string& decoded, std::string& repaired) {
  if (is_binary_type(content_type)) {
    return base::dead_letter("not_text", std::string(content_type));
  }
  Input8 input{raw, {"utf-8", "", "valid_utf8"}};
  if (is_bytes) {
    Result<Decoded> result = decode_bytes(raw, content_type, decoded);
    if (!result) return result.fault();
    input.text = result->text;
    input.charset = std::move(result->charset);
    return input;
  }
  // A string of JSON is UTF-8, but what wrote it may have read the page with a wrong charset.
  if (repair_mojibake(raw, repaired)) {
    input.text = repaired;
    input.repaired = true;
  }
  return input;
}

void finish(const Input8& input, const Tables& tables, Article& article) {
  article.charset = input.charset;
  article.cleaner = tables.version;
  if (input.repaired) add_flag(article.flags, "mojibake_repaired");
}

}  // namespace

Cleaner::Cleaner(const Tables& tables) : tables_(tables), scratch_(std::make_unique<Scratch>()) {}
Cleaner::~Cleaner() = default;

Result<Article> Cleaner::clean(const RawEvent& event, const Context& context) {
  return clean_either(event, context, nullptr);
}

Result<Article> Cleaner::clean(const RawEvent& event, const Context& context, Trace& trace) {
  trace = {};
  return clean_either(event, context, &trace);
}

Result<Article> Cleaner::clean_either(const RawEvent& event, const Context& context, Trace* trace) {
  if (event.html.empty() && event.text.empty()) {
    return base::dead_letter("no_content", "neither html nor text");
  }
  Result<Article> article = base::dead_letter("no_content", "no html");
  if (!event.html.empty()) {
    article = clean_page(event, context, trace);
    if (event.text.empty() || (article && !body_text(*article).empty())) return article;
  }
  Trace of_dump;
  Result<Article> dump = clean_text(event, context, trace == nullptr ? nullptr : &of_dump);
  if (!dump && article) return article;
  if (trace != nullptr) *trace = std::move(of_dump);
  return dump;
}

Result<Article> Cleaner::clean_page(const RawEvent& event, const Context& context, Trace* trace) {
  const Result<Input8> input = read_input(event.html, event.html_is_bytes, event.content_type,
                                          scratch_->decoded, scratch_->repaired);
  if (!input) return input.fault();
  Result<Article> article = clean_html(input->text, event, context, tables_, scratch_->html, trace);
  if (article) finish(*input, tables_, *article);
  return article;
}

Result<Article> Cleaner::clean_text(const RawEvent& event, const Context& context, Trace* trace) {
  const Result<Input8> input = read_input(event.text, event.text_is_bytes, event.content_type,
                                          scratch_->decoded, scratch_->repaired);
  if (!input) return input.fault();
  Result<Article> article = clean_dump(input->text, event, context, tables_, trace);
  if (article) finish(*input, tables_, *article);
  return article;
}

}  // namespace news::clean
