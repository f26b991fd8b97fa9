# A test program that needs a real broker: ctest starts one for all of them, once a run.
#
#   dateline_broker_test(engine_test SOURCES engine_test.cc DEPENDS stream adapters_kafka)
function(dateline_broker_test name)
  dateline_test(${name} ${ARGN} LABELS broker)
  target_link_libraries(${name} PRIVATE tests_kafka)
  set_tests_properties(${name} PROPERTIES
    FIXTURES_REQUIRED kafka_broker
    SKIP_REGULAR_EXPRESSION "SKIPPED: no broker")
endfunction()
