// cli/build_info.h
//
// Which build this is, and the libraries it was linked with.
#pragma once

#include <string_view>

#include "adapters/status/view.h"

namespace cli {

adapters::status::Build build_info();

// "2026-03-02"; empty in a build from sources without their history.
std::string_view commit_date();

}  // namespace cli
