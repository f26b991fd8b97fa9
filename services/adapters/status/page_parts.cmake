# Puts page/ into the binary as strings. Run by the build, never by hand.
file(READ ${PAGE}/page.html HTML)
file(READ ${PAGE}/style.css STYLE)
string(REPLACE " " ";" NAMES "${SCRIPTS}")
set(SCRIPT "'use strict';\n")
foreach(NAME ${NAMES})
  file(READ ${PAGE}/${NAME} TEXT)
  string(APPEND SCRIPT "${TEXT}")
endforeach()
file(WRITE ${OUTPUT} "// Made from page/ by page_parts.cmake.
#include \"adapters/status/page_parts.h\"

namespace adapters::status {

std::string_view page_html() {
  return R\"page(${HTML})page\";
}

std::string_view page_style() {
  return R\"page(${STYLE})page\";
}

std::string_view page_script() {
  return R\"page(${SCRIPT})page\";
}

}  // namespace adapters::status
")
