// adapters/status/client.h
//
// One GET to a status server, for the healthcheck of a container without a shell. 5 s at most.
// Must not know: what the answer means.
#pragma once

#include <string>

#include "adapters/status/routes.h"
#include "base/result.h"

namespace adapters::status {

// `host_and_port`: "127.0.0.1:9464". Fault (Stop): no_answer.
base::Result<Response> get(const std::string& host_and_port, const std::string& path);

}  // namespace adapters::status
