// cli/status_address.h
//
// Where a process answers, as people write it. Pure.
#pragma once

#include <string>

namespace cli {

// "http://host:port/" as "host:port".
std::string strip_scheme(std::string url);

// Where to ask a server that listens there: "0.0.0.0:9464" is this host.
std::string host_and_port(const std::string& listen);

}  // namespace cli
