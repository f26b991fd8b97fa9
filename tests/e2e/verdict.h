// tests/e2e/verdict.h
//
// What the tests that hurt a service share: the canonical workload as its input, and the oracle's
// verdict on all that the service has left on the broker and in its stores. Blocks. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "e2e/installation.h"
#include "e2e/oracle.h"
#include "e2e/stages.h"

namespace e2e {

// So many events, by their key over all partitions of the raw topic.
void feed(const Installation& dateline, int partitions, std::size_t events, std::uint64_t seed);

// Foreign: of a build for another Debian, whose time zones and suffixes have another hash. It is
// part of every article, and is read as ours.
enum class Tables { Ours, Foreign };

class Verdict final {
 public:
  // Reads every topic to its end: the service has stopped.
  Verdict(Installation& dateline, int partitions, Tables tables = Tables::Ours);
  Verdict(const Verdict&) = delete;
  Verdict& operator=(const Verdict&) = delete;

  void stores(const std::map<std::int32_t, Rows>& rows, std::string_view name);
  std::vector<std::string> differences() const { return oracle_.differences(); }
  std::string summary() const { return oracle_.summary(); }

 private:
  void ask(const Installation& dateline);
  void each_record(const Installation& dateline, const std::string& topic,
                   const std::function<void(const LogRecord&)>& take);
  void read_as_ours(std::string& value);

  const Tables tables_;
  std::string foreign_;  // their hash; empty: not seen yet
  Stages stages_;
  Oracle oracle_;
};

}  // namespace e2e
