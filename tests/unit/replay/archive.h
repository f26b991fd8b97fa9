// tests/unit/replay/archive.h
//
// Records as crawlers write them to WARC files, for tests that read them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tests::archive {

using Fields = std::vector<std::pair<std::string, std::string>>;

inline std::string warc_record(const std::string& type, const Fields& fields,
                               std::string_view block) {
  std::string record = "WARC/1.0\r\nWARC-Type: " + type + "\r\n";
  for (const auto& [name, value] : fields) record += name + ": " + value + "\r\n";
  record += "Content-Length: " + std::to_string(block.size()) + "\r\n\r\n";
  record += block;
  return record + "\r\n\r\n";
}

struct Response {
  std::string url = "https://www.harbourpost.example/world/ferry-17";
  std::string date = "2026-03-02T06:52:03Z";
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  Fields http = {};  // more of HTTP's fields
  Fields warc = {};  // more of WARC's fields
  std::string body = "<html><p>The ferry left.</p></html>";
};

inline std::string http_response(const Response& response) {
  std::string message = "HTTP/1.1 " + std::to_string(response.status) + " Said\r\n";
  if (!response.content_type.empty()) message += "Content-Type: " + response.content_type + "\r\n";
  for (const auto& [name, value] : response.http) message += name + ": " + value + "\r\n";
  return message + "\r\n" + response.body;
}

inline std::string warc_response(const Response& response) {
  Fields fields{{"WARC-Target-URI", response.url},
                {"WARC-Date", response.date},
                {"Content-Type", "application/http; msgtype=response"}};
  fields.insert(fields.end(), response.warc.begin(), response.warc.end());
  return warc_record("response", fields, http_response(response));
}

// Each piece of so many bytes, as a server sends what it has not counted.
inline std::string chunked(std::string_view body, std::size_t size,
                           const std::string& extension = "", const std::string& trailer = "") {
  std::string out;
  constexpr char kDigits[] = "0123456789ABCDEF";
  while (!body.empty()) {
    const std::string_view chunk = body.substr(0, size);
    std::string hex;
    for (std::size_t left = chunk.size(); left > 0; left /= 16) {
      hex.insert(hex.begin(), kDigits[left % 16]);
    }
    out += hex + extension + "\r\n" + std::string(chunk) + "\r\n";
    body.remove_prefix(chunk.size());
  }
  return out + "0\r\n" + trailer + "\r\n";
}

}  // namespace tests::archive
