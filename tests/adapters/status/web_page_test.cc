#include "adapters/status/web_page.h"

#include <gtest/gtest.h>

#include "base/hash.h"

namespace adapters::status {
namespace {

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t from = text.find(begin) + begin.size();
  return text.substr(from, text.find(end, from) - from);
}

// The other way round than the page does it, so that one error does not hide another.
std::string from_base64(std::string_view text) {
  const std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text.substr(0, text.find('='))) {
    bits = bits << 6 | static_cast<std::uint32_t>(digits.find(c));
    count += 6;
    if (count >= 8) bytes += static_cast<char>(bits >> (count -= 8) & 0xFF);
  }
  return bytes;
}

std::string hash_of(const std::string& text) {
  const base::Sha256 hash = base::sha256(text);
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

TEST(WebPage, ItsPolicyNamesItsOwnScriptAndStyleAndNothingElse) {
  const WebPage& page = web_page();
  for (const auto& [tag, directive] : {std::pair{"script", "script-src"}, {"style", "style-src"}}) {
    const std::string source = between(page.headers, std::string(directive) + " 'sha256-", "'");
    const std::string name = tag;
    EXPECT_EQ(from_base64(source), hash_of(between(page.html, "<" + name + ">", "</" + name + ">")))
        << tag;
  }
  EXPECT_EQ(page.headers.find("unsafe"), std::string::npos);
  EXPECT_NE(page.headers.find("default-src 'none'"), std::string::npos);
  EXPECT_TRUE(page.headers.ends_with("\r\n"));
}

TEST(WebPage, NothingInItRunsBesideTheScript) {
  const std::string& html = web_page().html;
  for (const char* sink :
       {" onclick=", " style=\"", "javascript:", "innerHTML", "outerHTML", "insertAdjacentHTML",
        "document.write", "eval(", "@STYLE@", "@SCRIPT@", "src=", "@import", "url("}) {
    EXPECT_EQ(html.find(sink), std::string::npos) << sink;
  }
}

}  // namespace
}  // namespace adapters::status
