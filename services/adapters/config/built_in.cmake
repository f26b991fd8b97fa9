# Puts config/publishers.yaml into the binary as a string. Run by the build, never by hand.
file(READ ${INPUT} TEXT)
file(WRITE ${OUTPUT} "// Made from config/publishers.yaml by built_in.cmake.
#include \"adapters/config/publishers.h\"

namespace adapters::config {

std::string_view built_in_publishers() {
  return R\"yaml(${TEXT})yaml\";
}

}  // namespace adapters::config
")
