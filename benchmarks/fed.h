// benchmarks/fed.h
//
// The canonical workload in a topic of a real broker, and what must come of it. What does not come
// out right ends the program: a figure of wrong results would be believed. Blocks. One thread.
// Must not know: what is measured.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "benchmarks/workload.h"
#include "e2e/installation.h"

namespace benchmarks {

// Throws std::runtime_error.
void demand(bool holds, const std::string& what);
void demand_equal(std::uint64_t found, std::uint64_t expected, const std::string& what);

// What lies in a topic, and what must come of it.
struct Fed {
  std::uint64_t events = 0, bytes = 0, articles = 0;
};

// So many events, by their keys over the partitions of the topic.
Fed feed(const std::string& topic, const WorkloadOptions& options, std::uint64_t events);

// Until the service has judged so many candidates, by its own counters: asking the broker would
// cost more.
void await_judged(e2e::Installation& service, std::uint64_t candidates);
// The same of another process, whose status server has this port; `log` is what it has said.
void await_judged(e2e::Process& process, int port, std::uint64_t candidates,
                  const std::function<std::string()>& log);

// What a service has made of all of it, or another generation of it.
void check(const e2e::Installation& service, const Fed& fed);
void check(const e2e::Installation& service, const e2e::Generation& generation, const Fed& fed);

// The exit code of a program that is this bench. Without a broker it is skipped aloud; an exception
// is told, and fails it.
int run_on_broker(const std::function<void()>& bench);

}  // namespace benchmarks
