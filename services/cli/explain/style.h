// cli/explain/style.h
//
// How the page of html.h looks. Colours stand in for decisions, and each has its word beside it;
// light or dark as the reader's system has it; one column below 60 em.
#pragma once

#include <string_view>

namespace cli::explain {

extern const std::string_view kStyle;

}  // namespace cli::explain
