#include "cli/event_source.h"

#include <fstream>
#include <istream>

#include "cli/setup.h"
#include "news/encode/base64.h"
#include "news/encode/json.h"
#include "replay/letter_line.h"

namespace cli {
namespace {

bool is_page(std::string_view path) { return path.ends_with(".html") || path.ends_with(".htm"); }
bool is_dump(std::string_view path) { return path.ends_with(".txt"); }

void each_line(std::istream& in, const std::string& name, const EachEvent& each) {
  std::string line;
  for (std::uint64_t number = 1; std::getline(in, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.find_first_not_of(" \t") == std::string::npos) continue;
    if (replay::read_letter_line(line)) continue;
    each(line, name + ":" + std::to_string(number));
  }
}

std::string wrap(const CleanFlags& flags, std::string_view field, std::string_view bytes) {
  news::encode::JsonWriter json;
  json.begin_object()
      .member("url", flags.url)
      .member("fetched_at", flags.fetched_at)
      .member(field, news::encode::to_base64(bytes))
      .end_object();
  return json.take();
}

base::Result<base::Done> read_one(const std::string& path, const CleanFlags& flags,
                                  std::istream& in, const EachEvent& each) {
  if (path == "-") {
    each_line(in, "stdin", each);
    return base::Done{};
  }
  if (is_page(path) || is_dump(path)) {
    if (flags.url.empty()) return base::stop("missing_url", path + ": a bare page needs --url");
    const auto bytes = read_file(path);
    if (!bytes) return base::stop("unreadable_file", path + ": cannot be read");
    each(wrap(flags, is_page(path) ? "html_base64" : "text_base64", *bytes), path);
    return base::Done{};
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return base::stop("unreadable_file", path + ": cannot be read");
  each_line(file, path, each);
  return base::Done{};
}

}  // namespace

base::Result<base::Done> each_event(const CleanFlags& flags, std::istream& in,
                                    const EachEvent& each) {
  for (const std::string& path : flags.files) {
    if (auto read = read_one(path, flags, in, each); !read) return read;
  }
  return base::Done{};
}

}  // namespace cli
