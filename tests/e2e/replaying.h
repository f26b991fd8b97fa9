// What the tests of replays have in common: an installation whose lane somebody reads, the verb
// itself as a process of its own, and what is in the lane afterwards.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "e2e/installation.h"
#include "tests/adapters/kafka/support.h"

namespace e2e {

class Replaying : public tests::kafka::BrokerTest {
 protected:
  void TearDown() override {
    if (!reader_) return;
    EXPECT_TRUE(reader_->source->close(*reader_));
  }

  // Somebody in the group that reads the lane, as a running service would be.
  void attend() {
    reader_ = std::make_unique<tests::kafka::Member>(tests::kafka::quick_connection(),
                                                     dateline_->backfill,
                                                     dateline_->group("clean.backfill"), "reader");
    ASSERT_TRUE(tests::kafka::turn_until({reader_.get()}, [&] { return !reader_->owned.empty(); }));
  }

  // `listen`, `admin`: where it answers; empty: nowhere.
  std::unique_ptr<Process> start(std::vector<std::string> arguments, const std::string& admin = "",
                                 const std::string& listen = "") const {
    arguments.insert(arguments.begin(), "replay");
    arguments.insert(arguments.end(),
                     {"--set", "http.listen=" + listen, "--set", "http.admin_listen=" + admin});
    return dateline_->start_verb(arguments);
  }
  // Its exit code; what it said since is in said().
  int run(const std::vector<std::string>& arguments,
          std::chrono::seconds patience = std::chrono::seconds(60)) {
    read_ = dateline_->log_of("replay").size();
    const auto ended = start(arguments)->await(patience);
    return ended ? ended->code : -1;
  }
  std::string said() const { return dateline_->log_of("replay").substr(read_); }

  std::vector<LogRecord> copies() const {
    std::vector<LogRecord> all;
    dateline_->each_record(dateline_->backfill,
                           [&](LogRecord record) { all.push_back(std::move(record)); });
    return all;
  }

  std::unique_ptr<Installation> dateline_;
  std::unique_ptr<tests::kafka::Member> reader_;
  std::size_t read_ = 0;  // of what the verb has said, before the last run
};

}  // namespace e2e
