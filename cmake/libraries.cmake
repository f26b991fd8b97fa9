# Everything that Dateline takes from the distribution, found in one place.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_package(Protobuf REQUIRED)
find_package(simdjson REQUIRED)
find_package(RocksDB REQUIRED)
find_package(prometheus-cpp REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(CLI11 QUIET)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(date REQUIRED)
find_package(RdKafka REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(BROTLIDEC REQUIRED IMPORTED_TARGET libbrotlidec)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(PSL REQUIRED IMPORTED_TARGET libpsl)
pkg_check_modules(UCHARDET REQUIRED IMPORTED_TARGET uchardet)

# Neither of these two ships a CMake or pkg-config file that can be relied on.
find_library(CIVETWEB_LIBRARY civetweb REQUIRED)
add_library(civetweb_c UNKNOWN IMPORTED)
set_target_properties(civetweb_c PROPERTIES IMPORTED_LOCATION ${CIVETWEB_LIBRARY})
find_library(CLD2_LIBRARY cld2 REQUIRED)
add_library(cld2 UNKNOWN IMPORTED)
set_target_properties(cld2 PROPERTIES IMPORTED_LOCATION ${CLD2_LIBRARY})

# What is linked with it allocates with jemalloc, whether or not it names it. Sanitizers bring an
# allocator of their own.
add_library(allocator INTERFACE)
if(NOT CMAKE_CXX_FLAGS_DEBUG MATCHES "-fsanitize")
  find_library(JEMALLOC_LIBRARY jemalloc REQUIRED)
  target_link_libraries(allocator INTERFACE
    -Wl,--push-state,--no-as-needed ${JEMALLOC_LIBRARY} -Wl,--pop-state)
endif()

if(BUILD_TESTING OR NOT DEFINED BUILD_TESTING)
  find_package(GTest REQUIRED)
  find_package(benchmark REQUIRED)
endif()
