// cli/build_info.h
//
// Which build this is, and the libraries it was linked with.
#pragma once

#include "adapters/status/view.h"

namespace cli {

adapters::status::Build build_info();

}  // namespace cli
