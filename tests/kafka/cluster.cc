#include "tests/kafka/cluster.h"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace tests::kafka {
namespace {

using adapters::kafka::AdminOptions;
using adapters::kafka::Conf;
using adapters::kafka::Error;
using adapters::kafka::Event;
using adapters::kafka::Handle;
using adapters::kafka::Headers;
using adapters::kafka::List;
using adapters::kafka::make_list;
using adapters::kafka::Message;
using adapters::kafka::Metadata;
using adapters::kafka::Queue;
using adapters::kafka::Topic;

constexpr int kTimeoutMs = 30'000;

void demand(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error("broker: " + what);
}

void demand_ok(rd_kafka_resp_err_t code, const std::string& what) {
  demand(code == RD_KAFKA_RESP_ERR_NO_ERROR, what + ": " + rd_kafka_err2str(code));
}

struct Broker {
  std::string bootstrap, skip;
  bool is_given = false;
};

Broker find_broker() {
  if (const char* given = std::getenv("DATELINE_TEST_BOOTSTRAP"); given && *given) {
    return {given, "", true};
  }
  std::ifstream file(DATELINE_TEST_BROKER_FILE);
  std::string word, rest;
  file >> word >> std::ws;
  std::getline(file, rest);
  if (word == "bootstrap") return {rest, "", false};
  if (word == "skip") return {"", rest, false};
  return {};
}

const Broker& broker() {
  static const Broker found = find_broker();
  return found;
}

std::string& other() {
  static std::string bootstrap;
  return bootstrap;
}

Handle make_handle(rd_kafka_type_t type, const std::map<std::string, std::string>& settings) {
  Conf conf(rd_kafka_conf_new());
  char text[256];
  const auto set = [&](const std::string& name, const std::string& value) {
    demand(rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), text, sizeof text) ==
               RD_KAFKA_CONF_OK,
           text);
  };
  set("bootstrap.servers", bootstrap());
  set("socket.nagle.disable", "true");
  for (const auto& [name, value] : settings) set(name, value);
  Handle handle(rd_kafka_new(type, conf.get(), text, sizeof text));
  demand(handle != nullptr, text);
  (void)conf.release();
  return handle;
}

Handle make_reader(Isolation isolation, const std::string& group = "dateline-test-reader") {
  return make_handle(RD_KAFKA_CONSUMER, {{"group.id", group},
                                         {"enable.auto.commit", "false"},
                                         {"enable.partition.eof", "true"},
                                         {"auto.offset.reset", "earliest"},
                                         {"fetch.wait.max.ms", "20"},
                                         {"isolation.level", isolation == Isolation::ReadCommitted
                                                                 ? "read_committed"
                                                                 : "read_uncommitted"}});
}

int count_partitions(rd_kafka_t* handle, const std::string& name) {
  const Topic topic(rd_kafka_topic_new(handle, name.c_str(), nullptr));
  const rd_kafka_metadata_t* raw = nullptr;
  demand_ok(rd_kafka_metadata(handle, 0, topic.get(), &raw, kTimeoutMs), "metadata of " + name);
  const Metadata metadata(raw);
  demand(metadata->topic_cnt == 1, "no metadata of " + name);
  demand_ok(metadata->topics[0].err, "metadata of " + name);
  return metadata->topics[0].partition_cnt;
}

// The broker answers before it has told itself: who asks it next may be told of the old number.
void await_partitions(rd_kafka_t* handle, const std::string& topic, int total) {
  for (int tries = 0; tries < 300; ++tries) {
    try {
      if (count_partitions(handle, topic) == total) return;
    } catch (const std::runtime_error&) {
      // A new topic is not known at all at first.
    }
    rd_kafka_poll(handle, 20);
  }
  demand(false, topic + " does not get its partitions");
}

// A new partition has no leader for a moment.
bool is_electing(rd_kafka_resp_err_t error) {
  return error == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION ||
         error == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE;
}

std::map<int, std::int64_t> watermarks(const std::string& topic, Isolation isolation, bool high) {
  const Handle reader = make_reader(isolation);
  std::map<int, std::int64_t> found;
  const int count = count_partitions(reader.get(), topic);
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(kTimeoutMs);
  for (int partition = 0; partition < count; ++partition) {
    std::int64_t first = 0, last = 0;
    rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
    do {
      error = rd_kafka_query_watermark_offsets(reader.get(), topic.c_str(), partition, &first,
                                               &last, kTimeoutMs);
    } while (is_electing(error) && std::chrono::steady_clock::now() < until);
    demand_ok(error, "watermarks of " + topic);
    found[partition] = high ? last : first;
  }
  return found;
}

void delete_topics(const std::vector<std::string>& names) {
  const Handle admin = make_handle(RD_KAFKA_PRODUCER, {});
  std::vector<rd_kafka_DeleteTopic_t*> topics;
  for (const std::string& name : names) topics.push_back(rd_kafka_DeleteTopic_new(name.c_str()));
  const Queue queue(rd_kafka_queue_new(admin.get()));
  rd_kafka_DeleteTopics(admin.get(), topics.data(), topics.size(), nullptr, queue.get());
  const Event event(rd_kafka_queue_poll(queue.get(), kTimeoutMs));
  rd_kafka_DeleteTopic_destroy_array(topics.data(), topics.size());
}

// What this program made on a broker that is not its own.
class Made final {
 public:
  ~Made() {
    if (!names.empty() && broker().is_given) delete_topics(names);
  }
  std::vector<std::string> names;
};

Made& made() {
  static Made topics;
  return topics;
}

Received to_received(rd_kafka_message_t& message) {
  Received received{.partition = message.partition,
                    .offset = message.offset,
                    .key = {},
                    .value = {},
                    .headers = {}};
  if (message.key) received.key.emplace(static_cast<const char*>(message.key), message.key_len);
  if (message.payload) {
    received.value.emplace(static_cast<const char*>(message.payload), message.len);
  }
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return received;
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0;
       rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++i) {
    received.headers.emplace_back(name, std::string(static_cast<const char*>(value), size));
  }
  return received;
}

}  // namespace

void BrokerTest::SetUp() {
  if (!broker().bootstrap.empty()) return;
  if (broker().skip.empty()) {
    FAIL() << "no broker was started: run this through ctest, or set DATELINE_TEST_BOOTSTRAP";
  }
  GTEST_SKIP() << "SKIPPED: no broker: "
               << testing::UnitTest::GetInstance()->current_test_info()->name() << ": "
               << broker().skip;
}

bool BrokerTest::can_start_broker() {
  if (IsSkipped() || HasFatalFailure()) return false;
  if (!broker().is_given) return true;
  [] { GTEST_SKIP() << "SKIPPED: no broker of this test's own jars"; }();
  return false;
}

const std::string& bootstrap() { return other().empty() ? broker().bootstrap : other(); }
void use_broker(const std::string& bootstrap) { other() = bootstrap; }

Handle make_client(rd_kafka_type_t type, const std::map<std::string, std::string>& settings) {
  return make_handle(type, settings);
}

adapters::kafka::Connection connection() {
  return {.brokers = bootstrap(),
          .properties = {},
          .consumer_properties = {},
          .producer_properties = {}};
}

std::string fresh_name(const std::string& what) {
  static std::atomic<int> count{0};
  static const auto started = std::chrono::system_clock::now().time_since_epoch().count();
  return "dateline-test-" + what + "-" + std::to_string(started) + "-" + std::to_string(getpid()) +
         "-" + std::to_string(++count);
}

void create_topics(const std::vector<NewTopic>& topics) {
  const Handle admin = make_handle(RD_KAFKA_PRODUCER, {});
  std::vector<rd_kafka_NewTopic_t*> wanted;
  for (const NewTopic& topic : topics) {
    made().names.push_back(topic.name);
    wanted.push_back(rd_kafka_NewTopic_new(topic.name.c_str(), topic.partitions, -1, nullptr, 0));
    for (const auto& [name, value] : topic.settings) {
      rd_kafka_NewTopic_set_config(wanted.back(), name.c_str(), value.c_str());
    }
  }
  const Queue queue(rd_kafka_queue_new(admin.get()));
  rd_kafka_CreateTopics(admin.get(), wanted.data(), wanted.size(), nullptr, queue.get());
  const Event event(rd_kafka_queue_poll(queue.get(), kTimeoutMs));
  rd_kafka_NewTopic_destroy_array(wanted.data(), wanted.size());
  demand(event != nullptr, "no answer to the creation of topics");
  std::size_t count = 0;
  const rd_kafka_topic_result_t** answers =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    demand_ok(rd_kafka_topic_result_error(answers[i]), rd_kafka_topic_result_name(answers[i]));
  }
  for (const NewTopic& topic : topics) {
    await_partitions(admin.get(), topic.name, topic.partitions);
  }
}

void produce(const std::string& name, const std::vector<Sent>& records) {
  const Handle producer = make_handle(RD_KAFKA_PRODUCER, {{"linger.ms", "2"}, {"acks", "all"}});
  const Topic topic(rd_kafka_topic_new(producer.get(), name.c_str(), nullptr));
  for (const Sent& record : records) {
    Headers headers(rd_kafka_headers_new(record.headers.size()));
    for (const auto& [key, value] : record.headers) {
      rd_kafka_header_add(headers.get(), key.data(), static_cast<ssize_t>(key.size()), value.data(),
                          static_cast<ssize_t>(value.size()));
    }
    const char* key = record.key ? record.key->data() : nullptr;
    const std::size_t key_size = record.key ? record.key->size() : 0;
    char* value = record.value ? const_cast<char*>(record.value->data()) : nullptr;
    const std::size_t value_size = record.value ? record.value->size() : 0;
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR__QUEUE_FULL;
    while (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
      code = rd_kafka_producev(
          producer.get(), RD_KAFKA_V_RKT(topic.get()), RD_KAFKA_V_PARTITION(record.partition),
          RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(key, key_size),
          RD_KAFKA_V_VALUE(value, value_size), RD_KAFKA_V_HEADERS(headers.get()), RD_KAFKA_V_END);
      if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) rd_kafka_poll(producer.get(), 10);
    }
    demand_ok(code, "produce to " + name);
    (void)headers.release();
  }
  demand_ok(rd_kafka_flush(producer.get(), kTimeoutMs), "flush to " + name);
}

std::vector<Received> consume_all(const std::string& topic, Isolation isolation) {
  const Handle reader = make_reader(isolation);
  rd_kafka_poll_set_consumer(reader.get());
  const int count = count_partitions(reader.get(), topic);
  const List list = make_list(count);
  for (int partition = 0; partition < count; ++partition) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset =
        RD_KAFKA_OFFSET_BEGINNING;
  }
  demand_ok(rd_kafka_assign(reader.get(), list.get()), "assign " + topic);
  std::map<int, std::vector<Received>> by_partition;
  std::map<int, bool> ended;
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(2 * kTimeoutMs);
  while (static_cast<int>(ended.size()) < count) {
    demand(std::chrono::steady_clock::now() < until, "no end of " + topic);
    const Message message(rd_kafka_consumer_poll(reader.get(), 100));
    if (!message) continue;
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      ended[message->partition] = true;
    } else if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      by_partition[message->partition].push_back(to_received(*message));
    }
  }
  rd_kafka_consumer_close(reader.get());
  std::vector<Received> all;
  for (auto& [partition, records] : by_partition) {
    std::move(records.begin(), records.end(), std::back_inserter(all));
  }
  return all;
}

std::map<int, std::int64_t> ends(const std::string& topic, Isolation isolation) {
  return watermarks(topic, isolation, true);
}

std::map<int, std::int64_t> starts(const std::string& topic) {
  return watermarks(topic, Isolation::ReadUncommitted, false);
}

std::map<int, std::int64_t> committed(const std::string& group, const std::string& topic) {
  const Handle reader = make_reader(Isolation::ReadCommitted, group);
  const int count = count_partitions(reader.get(), topic);
  const List list = make_list(count);
  for (int partition = 0; partition < count; ++partition) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition);
  }
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(kTimeoutMs);
  for (bool is_stable = false; !is_stable;) {
    demand(std::chrono::steady_clock::now() < until, "no stable offsets of " + group);
    is_stable = rd_kafka_committed(reader.get(), list.get(), 1000) == RD_KAFKA_RESP_ERR_NO_ERROR;
    for (int i = 0; i < list->cnt; ++i) {
      if (list->elems[i].err != RD_KAFKA_RESP_ERR_NO_ERROR) is_stable = false;
    }
  }
  std::map<int, std::int64_t> found;
  for (int i = 0; i < list->cnt; ++i) {
    found[list->elems[i].partition] = list->elems[i].offset < 0 ? -1 : list->elems[i].offset;
  }
  return found;
}

std::string group_state(const std::string& group) {
  const Handle asker = make_handle(RD_KAFKA_CONSUMER, {});
  const struct rd_kafka_group_list* found = nullptr;
  demand_ok(rd_kafka_list_groups(asker.get(), group.c_str(), &found, kTimeoutMs), "group " + group);
  const std::string state = found->group_cnt == 1 ? found->groups[0].state : "";
  rd_kafka_group_list_destroy(found);
  return state;
}

void add_partitions(const std::string& topic, int total) {
  const Handle admin = make_handle(RD_KAFKA_PRODUCER, {});
  char text[256];
  rd_kafka_NewPartitions_t* wanted =
      rd_kafka_NewPartitions_new(topic.c_str(), static_cast<std::size_t>(total), text, sizeof text);
  demand(wanted != nullptr, text);
  const Queue queue(rd_kafka_queue_new(admin.get()));
  rd_kafka_CreatePartitions(admin.get(), &wanted, 1, nullptr, queue.get());
  const Event event(rd_kafka_queue_poll(queue.get(), kTimeoutMs));
  rd_kafka_NewPartitions_destroy(wanted);
  demand(event != nullptr, "no answer to the creation of partitions");
  std::size_t count = 0;
  const rd_kafka_topic_result_t** answers = rd_kafka_CreatePartitions_result_topics(
      rd_kafka_event_CreatePartitions_result(event.get()), &count);
  demand(count == 1, "creation of partitions");
  demand_ok(rd_kafka_topic_result_error(answers[0]), "creation of partitions");
  await_partitions(admin.get(), topic, total);
}

void delete_records(const std::string& topic, int partition, std::int64_t offset) {
  const Handle admin = make_handle(RD_KAFKA_PRODUCER, {});
  const List before = make_list(1);
  rd_kafka_topic_partition_list_add(before.get(), topic.c_str(), partition)->offset = offset;
  rd_kafka_DeleteRecords_t* wanted = rd_kafka_DeleteRecords_new(before.get());
  const Queue queue(rd_kafka_queue_new(admin.get()));
  rd_kafka_DeleteRecords(admin.get(), &wanted, 1, nullptr, queue.get());
  const Event event(rd_kafka_queue_poll(queue.get(), kTimeoutMs));
  rd_kafka_DeleteRecords_destroy(wanted);
  demand(event != nullptr, "no answer to the deletion of records");
  demand_ok(rd_kafka_event_error(event.get()), "deletion of records");
  const rd_kafka_topic_partition_list_t* answers =
      rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(event.get()));
  for (int i = 0; i < answers->cnt; ++i) demand_ok(answers->elems[i].err, "deletion of records");
}

void PrintedEvents::log(std::string_view client, int level, std::string_view facility,
                        std::string_view text) {
  if (level > 5) return;
  std::fprintf(stderr, "%.*s %.*s %.*s\n", static_cast<int>(client.size()), client.data(),
               static_cast<int>(facility.size()), facility.data(), static_cast<int>(text.size()),
               text.data());
}

void PrintedEvents::error(std::string_view client, std::string_view error,
                          std::string_view reason) {
  std::fprintf(stderr, "%.*s %.*s %.*s\n", static_cast<int>(client.size()), client.data(),
               static_cast<int>(error.size()), error.data(), static_cast<int>(reason.size()),
               reason.data());
}

}  // namespace tests::kafka
