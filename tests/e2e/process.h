// tests/e2e/process.h
//
// What an end-to-end test asks of a running Dateline from outside: its HTTP answers and its
// metrics. Blocks for one exchange. One thread.
#pragma once

#include <optional>
#include <string>

#include "process/process.h"

namespace e2e {

using process::await;
using process::Ended;
using process::number_from;
using process::Process;
using process::read_file;

// A loopback port that was free a moment ago.
int find_free_port();

// The body of an answer 200 to GET from loopback; nothing on any other answer or none.
std::optional<std::string> http_get(int port, const std::string& path);

struct HttpAnswer {
  int status = 0;  // 0: none came
  std::string body;
};

// "GET", from loopback.
HttpAnswer http_ask(int port, const std::string& method, const std::string& path);

// Sum over all series of a metric whose labels contain `labels`.
double read_metric(const std::string& metrics, const std::string& name, const std::string& labels);

}  // namespace e2e
