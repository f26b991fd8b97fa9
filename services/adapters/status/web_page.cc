#include "adapters/status/web_page.h"

#include <string_view>

#include "adapters/status/page_parts.h"
#include "base/hash.h"

namespace adapters::status {
namespace {

std::string to_base64(const base::Sha256& bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t j = i; j < i + 3; ++j) three = three << 8 | (j < bytes.size() ? bytes[j] : 0u);
    for (std::size_t j = 0; j < 4; ++j) {
      text += i + j > bytes.size() ? '=' : kDigits[three >> (18 - 6 * j) & 63];
    }
  }
  return text;
}

std::string source_of(std::string_view text) {
  return "'sha256-" + to_base64(base::sha256(text)) + "'";
}

std::string replace(std::string text, std::string_view mark, std::string_view by) {
  return text.replace(text.find(mark), mark.size(), by);
}

WebPage make() {
  const std::string_view style = page_style(), script = page_script();
  return {replace(replace(std::string(page_html()), "@STYLE@", style), "@SCRIPT@", script),
          "Content-Security-Policy: default-src 'none'; script-src " + source_of(script) +
              "; style-src " + source_of(style) +
              "; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
              "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'\r\n"
              "Referrer-Policy: no-referrer\r\nCross-Origin-Opener-Policy: same-origin\r\n"
              "Cross-Origin-Resource-Policy: same-origin\r\n"};
}

}  // namespace

const WebPage& web_page() {
  static const WebPage page = make();
  return page;
}

}  // namespace adapters::status
