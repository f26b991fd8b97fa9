# A test program that needs a real broker: ctest starts one for all of them, once a run. SHARDS: its
# tests wait most of the time, so they run in so many processes at once.
#
#   dateline_broker_test(engine_test SHARDS 2 SOURCES engine_test.cc DEPENDS stream adapters_kafka)
function(dateline_broker_test name)
  cmake_parse_arguments(BROKER "" "SHARDS" "" ${ARGN})
  dateline_test(${name} ${BROKER_UNPARSED_ARGUMENTS} LABELS broker)
  target_link_libraries(${name} PRIVATE tests_kafka)
  set_tests_properties(${name} PROPERTIES
    FIXTURES_REQUIRED kafka_broker
    SKIP_REGULAR_EXPRESSION "SKIPPED: no broker")
  if(BROKER_SHARDS)
    set_property(TARGET ${name} PROPERTY CROSSCOMPILING_EMULATOR
      ${PROJECT_SOURCE_DIR}/tests/kafka/shards.sh ${BROKER_SHARDS})
  endif()
endfunction()
