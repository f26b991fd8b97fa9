#include "adapters/kafka/asker.h"

#include <algorithm>
#include <span>

#include "adapters/kafka/errors.h"
#include "adapters/kafka/reading.h"

namespace adapters::kafka {
namespace {

using stream::Done;
using stream::Millis;
using stream::Result;

// An answer is awaited a little longer than it is asked for, so that its own time-out is told.
constexpr Millis kAnswerGrace{1'000};

constexpr int kLookUpTries = 5, kLookUpWaitMs = 200;

int to_int(Millis time) { return static_cast<int>(time.count()); }

struct FreeGroups {
  void operator()(const rd_kafka_group_list* owned) const { rd_kafka_group_list_destroy(owned); }
};
using GroupList = std::unique_ptr<const rd_kafka_group_list, FreeGroups>;

Result<GroupList> list_groups(rd_kafka_t* handle, const char* group, Millis timeout) {
  const rd_kafka_group_list* raw = nullptr;
  const rd_kafka_resp_err_t error = rd_kafka_list_groups(handle, group, &raw, to_int(timeout));
  GroupList groups(raw);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return groups;
  return to_fault(Call::Ask, {.code = error}, "groups");
}

// Nothing was sent, so the same may be asked again, whatever an engine would have to do.
base::Fault not_begun(base::Fault fault) {
  if (fault.recovery != base::Recovery::Rebuild) return fault;
  return base::retry(fault.code, fault.detail);
}

}  // namespace

Result<std::unique_ptr<Asker>> Asker::make(const Connection& connection,
                                           const std::string& group_id,
                                           const std::string& client_id, Events& events,
                                           Seen seen) {
  std::unique_ptr<Asker> asker(new Asker(group_id, client_id, events));
  auto conf = make_conf(seen == Seen::Stable ? Kind::Range : Kind::EndAsker, connection,
                        {.client_id = client_id, .group_id = group_id, .transactional_id = {}});
  if (!conf) return conf.fault();
  set_callbacks(conf->get(), asker->told_);
  auto handle = make_handle(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!handle) return handle.fault();
  asker->handle_ = std::move(*handle);
  return asker;
}

Asker::~Asker() {
  if (handle_) rd_kafka_consumer_close(handle_.get());
}

Result<std::int32_t> Asker::partitions(const std::string& topic, Millis timeout) {
  rd_kafka_poll(handle_.get(), 0);  // hears what the client tells meanwhile
  return count_partitions(handle_.get(), topic, timeout);
}

// A partition that has just moved, or was just made, is known after a moment.
Result<std::vector<std::int64_t>> Asker::look_up(const std::string& topic, std::int64_t what,
                                                 Millis timeout) {
  for (int tries = 1;; ++tries) {
    auto found = look_up_once(topic, what, timeout);
    if (found || found.fault().recovery != base::Recovery::Retry || tries == kLookUpTries) {
      return found;
    }
    rd_kafka_poll(handle_.get(), kLookUpWaitMs);
  }
}

// One question a leader, in place of one a partition. `what`: a time, or -1 for the end of the log,
// -2 for its start (Kafka protocol, ListOffsets).
Result<std::vector<std::int64_t>> Asker::look_up_once(const std::string& topic, std::int64_t what,
                                                      Millis timeout) {
  const auto count = partitions(topic, timeout);
  if (!count) return count.fault();
  const List list = make_list(*count);
  for (std::int32_t partition = 0; partition < *count; ++partition) {
    add_offset(list.get(), topic, partition, what, {});
  }
  const rd_kafka_resp_err_t error =
      rd_kafka_offsets_for_times(handle_.get(), list.get(), to_int(timeout));
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return to_fault(Call::Ask, {.code = error}, topic);
  std::vector<std::int64_t> found(static_cast<std::size_t>(*count), -1);
  for (const rd_kafka_topic_partition_t& each :
       std::span(list->elems, static_cast<std::size_t>(list->cnt))) {
    if (each.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return to_fault(Call::Ask, {.code = each.err}, place_text(topic, each.partition));
    }
    found[static_cast<std::size_t>(each.partition)] = each.offset;
  }
  return found;
}

Result<std::vector<LogRange>> Asker::ranges(const std::string& topic, Millis timeout) {
  const auto ends = look_up(topic, RD_KAFKA_OFFSET_END, timeout);
  if (!ends) return ends.fault();
  const auto starts = look_up(topic, RD_KAFKA_OFFSET_BEGINNING, timeout);
  if (!starts) return starts.fault();
  if (starts->size() != ends->size()) return base::retry("kafka_away", topic + " is growing");
  std::vector<LogRange> ranges;
  // The log may be cut between the two questions.
  for (std::size_t i = 0; i < ends->size(); ++i) {
    ranges.push_back({(*starts)[i], std::max((*starts)[i], (*ends)[i])});
  }
  return ranges;
}

Result<std::vector<std::int64_t>> Asker::offsets_at(const std::string& topic,
                                                    stream::Timestamp when, Millis timeout) {
  auto found = look_up(topic, std::max<std::int64_t>(when.value, 0), timeout);
  if (!found) return found;
  // "At the end" and "none" are one answer.
  for (std::int64_t& offset : *found) offset = std::max<std::int64_t>(offset, -1);
  return found;
}

Result<std::vector<NotedOffset>> Asker::committed(const std::string& topic, Millis timeout) {
  const auto count = partitions(topic, timeout);
  if (!count) return count.fault();
  const List list = make_list(*count);
  for (std::int32_t partition = 0; partition < *count; ++partition) {
    add_offset(list.get(), topic, partition, RD_KAFKA_OFFSET_INVALID, {});
  }
  const rd_kafka_resp_err_t error = rd_kafka_committed(handle_.get(), list.get(), to_int(timeout));
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return to_fault(Call::Ask, {.code = error}, "committed offsets of " + topic);
  }
  std::vector<NotedOffset> all;
  for (const rd_kafka_topic_partition_t& each :
       std::span(list->elems, static_cast<std::size_t>(list->cnt))) {
    if (each.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return to_fault(Call::Ask, {.code = each.err}, place_text(topic, each.partition));
    }
    NotedOffset one{each.partition, std::max<std::int64_t>(each.offset, -1), {}};
    if (each.metadata != nullptr) {
      one.note.assign(static_cast<const char*>(each.metadata), each.metadata_size);
    }
    all.push_back(std::move(one));
  }
  return all;
}

Result<std::int64_t> Asker::lag(const std::string& topic, Millis timeout) {
  const auto found = progress(topic, timeout);
  if (!found) return found.fault();
  return found->unread;
}

Result<GroupProgress> Asker::progress(const std::string& topic, Millis timeout) {
  const auto logs = ranges(topic, timeout);
  if (!logs) return logs.fault();
  const auto known = committed(topic, timeout);
  if (!known) return known.fault();
  GroupProgress sum;
  for (const LogRange& log : *logs) sum.end += log.end;
  for (const NotedOffset& each : *known) {
    const auto partition = static_cast<std::size_t>(each.partition);
    if (partition >= logs->size()) continue;
    const LogRange& log = (*logs)[partition];
    sum.unread += std::max<std::int64_t>(log.end - std::max(log.start, each.offset), 0);
  }
  return sum;
}

Result<int> Asker::members(Millis timeout) {
  const auto groups = list_groups(handle_.get(), group_id_.c_str(), timeout);
  if (!groups) return groups.fault();
  int count = 0;
  for (const rd_kafka_group_info& group :
       std::span((*groups)->groups, static_cast<std::size_t>((*groups)->group_cnt))) {
    if (group_id_ == group.group) count += group.member_cnt;
  }
  return count;
}

Result<std::vector<std::string>> Asker::groups(const std::string& prefix, Millis timeout) {
  const auto groups = list_groups(handle_.get(), nullptr, timeout);
  if (!groups) return groups.fault();
  std::vector<std::string> names;
  for (const rd_kafka_group_info& group :
       std::span((*groups)->groups, static_cast<std::size_t>((*groups)->group_cnt))) {
    if (std::string_view(group.group).starts_with(prefix)) names.emplace_back(group.group);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::vector<std::string>> Asker::topics(Millis timeout) {
  rd_kafka_ListConsumerGroupOffsets_t* asked =
      rd_kafka_ListConsumerGroupOffsets_new(group_id_.c_str(), nullptr);
  const Queue queue(rd_kafka_queue_new(handle_.get()));
  const AdminOptions options(
      rd_kafka_AdminOptions_new(handle_.get(), RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS));
  char text[256];
  CHECK(rd_kafka_AdminOptions_set_request_timeout(options.get(), to_int(timeout), text,
                                                  sizeof text) == RD_KAFKA_RESP_ERR_NO_ERROR);
  rd_kafka_ListConsumerGroupOffsets(handle_.get(), &asked, 1, options.get(), queue.get());
  rd_kafka_ListConsumerGroupOffsets_destroy(asked);
  const Event event(rd_kafka_queue_poll(queue.get(), to_int(timeout + kAnswerGrace)));
  if (!event) return base::retry("kafka_away", "no answer about " + group_id_);
  if (const auto code = rd_kafka_event_error(event.get()); code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return to_fault(Call::Ask, {.code = code}, rd_kafka_event_error_string(event.get()));
  }
  std::size_t count = 0;
  const rd_kafka_group_result_t** answers = rd_kafka_ListConsumerGroupOffsets_result_groups(
      rd_kafka_event_ListConsumerGroupOffsets_result(event.get()), &count);
  std::vector<std::string> names;
  for (const rd_kafka_group_result_t* answer : std::span(answers, count)) {
    const rd_kafka_topic_partition_list_t* list = rd_kafka_group_result_partitions(answer);
    for (int i = 0; list != nullptr && i < list->cnt; ++i) {
      if (names.empty() || names.back() != list->elems[i].topic) {
        names.emplace_back(list->elems[i].topic);
      }
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Result<std::unique_ptr<Takeover>> Takeover::make(const Connection& connection, Options options,
                                                 Events& events) {
  std::unique_ptr<Takeover> takeover(new Takeover(std::move(options), events));
  const Options& wanted = takeover->options_;
  auto conf = make_conf(Kind::Outbox, connection,
                        {.client_id = wanted.client_id,
                         .group_id = {},
                         .transactional_id = wanted.transactional_id,
                         .transaction_timeout = wanted.timeout});
  if (!conf) return conf.fault();
  set_callbacks(conf->get(), takeover->told_);
  auto handle = make_handle(RD_KAFKA_PRODUCER, std::move(*conf));
  if (!handle) return handle.fault();
  takeover->handle_ = std::move(*handle);
  const Error init(rd_kafka_init_transactions(takeover->handle_.get(), to_int(wanted.timeout)));
  if (init) return not_begun(to_fault(Call::Init, init.get()));
  return takeover;
}

Result<Done> Takeover::commit(const std::vector<NotedOffset>& offsets) {
  const List list = make_list(static_cast<int>(offsets.size()));
  for (const NotedOffset& each : offsets) {
    add_offset(list.get(), options_.topic, each.partition, each.offset, each.note);
  }
  const Error begun(rd_kafka_begin_transaction(handle_.get()));
  if (begun) return to_fault(Call::Transaction, begun.get());
  const GroupMetadata group(rd_kafka_consumer_group_metadata_new(options_.group_id.c_str()));
  for (;;) {
    const Error sent(rd_kafka_send_offsets_to_transaction(handle_.get(), list.get(), group.get(),
                                                          to_int(options_.timeout)));
    if (!sent) break;
    base::Fault fault = to_fault(Call::SendOffsets, sent.get());
    if (fault.recovery != base::Recovery::Retry) return fault;
    rd_kafka_poll(handle_.get(), 20);
  }
  const Error committed(rd_kafka_commit_transaction(handle_.get(), to_int(options_.timeout)));
  if (committed) return to_fault(Call::Transaction, committed.get());
  return Done{};
}

}  // namespace adapters::kafka
