// adapters/status/web_page.h
//
// The status page for a browser: one file, put into the binary by the build, and the policy under
// which it runs: its own style and script by their hashes, nothing from elsewhere, nothing inline.
// Its sources are page/: page.html, style.css and the scripts, which are joined. Constant.
// Must not know: what it shows; it asks /status and /article.
#pragma once

#include <string>

namespace adapters::status {

struct WebPage {
  std::string html;
  std::string headers;  // Content-Security-Policy and its like, a line each
};

const WebPage& web_page();

}  // namespace adapters::status
