# Debian's librdkafka ships pkg-config files only.
pkg_check_modules(RDKAFKA REQUIRED IMPORTED_TARGET rdkafka>=2.0.2)
if(NOT TARGET RdKafka::rdkafka)
  add_library(RdKafka::rdkafka ALIAS PkgConfig::RDKAFKA)
endif()
set(RdKafka_FOUND TRUE)
