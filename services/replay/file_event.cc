#include "replay/file_event.h"

#include <algorithm>

#include "base/time.h"
#include "news/encode/base64.h"
#include "news/encode/json.h"

namespace replay {
namespace {

using news::encode::JsonWriter;

// Configured names may be paths: a member, or an object with members below.
struct Member {
  std::string name;
  std::string text = {};
  std::optional<std::int64_t> number = {};
  std::vector<Member> members = {};
};

Member& at_path(Member& root, std::string_view path) {
  Member* at = &root;
  for (;;) {
    const std::string_view name = path.substr(0, path.find('.'));
    const auto found = std::find_if(at->members.begin(), at->members.end(),
                                    [name](const Member& each) { return each.name == name; });
    at =
        found != at->members.end() ? &*found : &at->members.emplace_back(Member{std::string(name)});
    if (name.size() == path.size()) return *at;
    path.remove_prefix(name.size() + 1);
  }
}

void write(const Member& member, JsonWriter& json) {
  if (member.number) {
    json.number(*member.number);
  } else if (member.members.empty()) {
    json.text(member.text);
  } else {
    json.begin_object();
    for (const Member& each : member.members) write(each, json.key(each.name));
    json.end_object();
  }
}

// The first of the names that the decoder looks for.
std::string path_of(const news::decode::FieldPaths& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() || found->second.empty() ? name : found->second.front();
}

std::vector<std::string> paths_of(const news::decode::FieldPaths& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::vector<std::string>{name} : found->second;
}

}  // namespace

EventMaker::EventMaker(news::decode::Options decode) : decode_(std::move(decode)) {}

FileEvent EventMaker::from_line(std::string_view line, std::optional<LetterLine> letter) {
  FileEvent event{.key = {}, .value = std::string(line), .headers = {}};
  if (letter) {
    event.key = std::move(letter->key);
    event.headers = std::move(letter->headers);
    return event;
  }
  if (!document_.read(line, {})) return event;
  for (const std::string& path : paths_of(decode_.fields, "url")) {
    const news::JsonValue url = find_path(document_.root(), path);
    if (!url || url.text().empty()) continue;
    event.key = url.text();
    break;
  }
  return event;
}

std::variant<FileEvent, Skip> EventMaker::from_warc(const WarcRecord& record) const {
  // Three bytes are four in base64, and the rest of the event needs room too.
  auto page = read_page(record, decode_.limits.event_bytes_max / 4 * 3);
  if (const Skip* skip = std::get_if<Skip>(&page)) return *skip;
  const auto& found = std::get<WarcPage>(page);
  FileEvent event{.key = found.url, .value = to_json(found), .headers = {}};
  if (event.value.size() > decode_.limits.event_bytes_max) return Skip::TooLarge;
  return event;
}

std::string EventMaker::to_json(const WarcPage& page) const {
  Member root;
  const auto add = [&](const std::string& name) -> Member& {
    return at_path(root, path_of(decode_.fields, name));
  };
  add("url").text = page.url;
  Member& fetched = add("fetched_at");
  if (decode_.accept_rfc3339) {
    fetched.text = page.fetched_at;
  } else if (const auto time = base::read_rfc3339(page.fetched_at)) {
    fetched.number = time->value;
  }
  add("status").number = page.status;
  add("content_type").text = page.content_type;
  if (!page.body.empty()) add("html_base64").text = news::encode::to_base64(page.body);
  JsonWriter json;
  write(root, json);
  return json.take();
}

}  // namespace replay
