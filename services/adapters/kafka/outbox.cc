#include "adapters/kafka/outbox.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/kafka/errors.h"
#include "base/check.h"
#include "base/hash.h"

namespace adapters::kafka {
namespace {

using std::chrono_literals::operator""min;
using std::chrono_literals::operator""ms;

constexpr stream::Tick kFencedTime = 1min;
// Reports are fetched now and then while sending, so that they do not pile up.
constexpr std::uint32_t kSendsAPoll = 256;
// After a retriable answer the coordinator gets so long before it is asked again.
constexpr int kAskAgainMs = 20;

// librdkafka takes a null pointer for "no key" or "no value".
const char* not_null(std::string_view bytes) { return bytes.data() == nullptr ? "" : bytes.data(); }

Headers copy_headers(std::span<const stream::Header> headers) {
  if (headers.empty()) return nullptr;
  Headers copy(rd_kafka_headers_new(headers.size()));
  for (const stream::Header& header : headers) {
    const rd_kafka_resp_err_t error = rd_kafka_header_add(
        copy.get(), not_null(header.key), static_cast<ssize_t>(header.key.size()),
        not_null(header.value), static_cast<ssize_t>(header.value.size()));
    CHECK(error == RD_KAFKA_RESP_ERR_NO_ERROR);
  }
  return copy;
}

}  // namespace

KafkaOutbox::KafkaOutbox(Connection connection, OutboxOptions options, const OffsetOwner& source,
                         Events& events, const stream::Clock& clock, stream::CrashPoints& crash)
    : connection_(std::move(connection)),
      options_(std::move(options)),
      source_(source),
      clock_(clock),
      crash_(crash),
      told_{&events, options_.client_id, this} {}

KafkaOutbox::~KafkaOutbox() { drop(); }

void KafkaOutbox::drop() {
  targets_.clear();
  if (handle_) {
    // Nothing of it may be sent any more, and nobody waits for the answers.
    rd_kafka_purge(handle_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT |
                                      RD_KAFKA_PURGE_F_NON_BLOCKING);
  }
  handle_.reset();
  phase_ = Phase::None;
  begun_ = false;
  sent_ = 0;
  refused_.reset();
  ends_.clear();
}

stream::Result<stream::Done> KafkaOutbox::start() {
  drop();
  auto conf = make_conf(Kind::Outbox, connection_,
                        {.client_id = options_.client_id,
                         .group_id = {},
                         .transactional_id = options_.transactional_id,
                         .transaction_timeout = options_.transaction_timeout,
                         .linger = options_.linger});
  if (!conf) return conf.fault();
  set_callbacks(conf->get(), told_);
  rd_kafka_conf_set_closesocket_cb(conf->get(), on_close);
  // With it a flush ends as soon as the last report is in; the offsets in it are the changelog's.
  rd_kafka_conf_set_dr_msg_cb(conf->get(), on_report);
  auto handle = make_handle(RD_KAFKA_PRODUCER, std::move(*conf));
  if (!handle) return handle.fault();
  handle_ = std::move(*handle);
  phase_ = Phase::Starting;
  return stream::Done{};
}

stream::Result<stream::Done> KafkaOutbox::rebuild(stream::Millis timeout) {
  if (phase_ == Phase::None || phase_ == Phase::Ready) {
    if (auto started = start(); !started) return started;
  }
  if (phase_ == Phase::Starting) {
    if (auto initialized = initialize(timeout); !initialized) return initialized;
    phase_ = Phase::Finding;
  }
  if (auto found = find_targets(timeout); !found) return found;
  phase_ = Phase::Ready;
  return stream::Done{};
}

// Goes on where it was when it is asked again. Awaits a commit that was on its way, ends any other
// transaction of the same id.
stream::Result<stream::Done> KafkaOutbox::initialize(stream::Millis timeout) {
  const Error error(rd_kafka_init_transactions(handle_.get(), static_cast<int>(timeout.count())));
  if (!error) return stream::Done{};
  stream::Fault fault = to_fault(Call::Init, error.get());
  if (fault.recovery != base::Recovery::Rebuild) return fault;
  fault = watch_fencing(std::move(fault));
  drop();  // this one is lost, the next call makes another
  if (fault.recovery == base::Recovery::Stop) return fault;
  return base::retry(fault.code, fault.detail);
}

// Handles now, so that the first record need not wait for metadata; counts now, because the engine
// names the partition of each record.
stream::Result<stream::Done> KafkaOutbox::find_targets(stream::Millis timeout) {
  targets_.clear();
  std::vector<std::string> names = options_.outputs;
  names.push_back(options_.dead);
  if (!options_.changelog.empty()) names.push_back(options_.changelog);
  for (const std::string& name : names) {
    Target target{.name = name, .partitions = 0, .topic = nullptr};
    if (!name.empty()) {
      auto count = count_partitions(handle_.get(), name, timeout);
      if (!count) return count.fault();
      target.partitions = *count;
      target.topic.reset(rd_kafka_topic_new(handle_.get(), name.c_str(), nullptr));
      if (!target.topic) return to_fault(Call::Ask, {.code = rd_kafka_last_error()}, name);
    }
    targets_.push_back(std::move(target));
  }
  return stream::Done{};
}

const KafkaOutbox::Target& KafkaOutbox::target_of(const stream::Outgoing& record) const {
  std::size_t index = options_.outputs.size();
  switch (record.destination) {
    case stream::Destination::Output:
      index = record.output.value;
      CHECK(index < options_.outputs.size());
      break;
    case stream::Destination::DeadLetter:
      break;
    case stream::Destination::Changelog:
      CHECK(!options_.changelog.empty());
      ++index;
      break;
  }
  CHECK(targets_[index].topic != nullptr);
  return targets_[index];
}

std::int32_t KafkaOutbox::partition_of(const Target& target, const stream::Outgoing& record) {
  if (record.destination == stream::Destination::Changelog) return record.partition.value;
  if (record.has_key) return base::partition_for_key(record.key, target.partitions);
  return static_cast<std::int32_t>(keyless_++ % static_cast<std::uint32_t>(target.partitions));
}

stream::Result<stream::Done> KafkaOutbox::begin() {
  if (begun_) return stream::Done{};
  const Error error(rd_kafka_begin_transaction(handle_.get()));
  if (error) return watch_fencing(to_fault(Call::Transaction, error.get()));
  begun_ = true;
  refused_.reset();
  ends_.clear();
  broken_before_ = broken_.load();
  return stream::Done{};
}

stream::Result<stream::Done> KafkaOutbox::send(const stream::Outgoing& record,
                                               stream::Tick deadline) {
  CHECK(phase_ == Phase::Ready);
  if (auto begun = begin(); !begun) return begun;
  const Target& target = target_of(record);
  const std::int32_t partition = partition_of(target, record);
  // Before the client sees it: it frees headers twice for a partition that it does not know.
  if (partition < 0 || partition >= target.partitions) {
    return base::stop("unknown_partition", target.name + "/" + std::to_string(partition));
  }
  void* mark = nullptr;
  if (record.destination == stream::Destination::Changelog) {
    mark = this;
    ends_.try_emplace(partition, stream::ChangelogEnd{.partition = {partition}, .next = {}});
  }
  if (++sent_ % kSendsAPoll == 0) rd_kafka_poll(handle_.get(), 0);
  for (;;) {
    if (refused_) return watch_fencing(*refused_);
    const rd_kafka_resp_err_t code = produce(target, partition, record, mark);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return stream::Done{};
    stream::Fault fault = to_fault(Call::Produce, {.code = code}, target.name);
    if (fault.recovery != base::Recovery::Retry) {
      rd_kafka_poll(handle_.get(), 0);  // a report may know the cause
      return watch_fencing(refused_ ? *refused_ : std::move(fault));
    }
    if (clock_.tick() >= deadline) return base::rebuild("deadline", fault.detail);
    rd_kafka_poll(handle_.get(), 10);
  }
}

rd_kafka_resp_err_t KafkaOutbox::produce(const Target& target, std::int32_t partition,
                                         const stream::Outgoing& record, void* mark) {
  Headers headers = copy_headers(record.headers);
  const char* key = record.has_key ? not_null(record.key) : nullptr;
  const char* value = record.value ? not_null(*record.value) : nullptr;
  const std::size_t value_size = record.value ? record.value->size() : 0;
  rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
  if (headers) {
    code = rd_kafka_producev(
        handle_.get(), RD_KAFKA_V_RKT(target.topic.get()), RD_KAFKA_V_PARTITION(partition),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(key, record.key.size()),
        RD_KAFKA_V_VALUE(const_cast<char*>(value), value_size), RD_KAFKA_V_HEADERS(headers.get()),
        RD_KAFKA_V_OPAQUE(mark), RD_KAFKA_V_END);
  } else {
    code = rd_kafka_producev(
        handle_.get(), RD_KAFKA_V_RKT(target.topic.get()), RD_KAFKA_V_PARTITION(partition),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(key, record.key.size()),
        RD_KAFKA_V_VALUE(const_cast<char*>(value), value_size), RD_KAFKA_V_OPAQUE(mark),
        RD_KAFKA_V_END);
  }
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) (void)headers.release();  // the message has them now
  return code;
}

void KafkaOutbox::on_report(rd_kafka_t*, const rd_kafka_message_t* report, void* opaque) {
  KafkaOutbox& outbox = *static_cast<KafkaOutbox*>(told_of(opaque).owner);
  if (report->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    stream::Fault fault =
        to_fault(Call::Report, {.code = report->err}, rd_kafka_topic_name(report->rkt));
    // The record that the broker refuses says more than those that fail with it.
    if (!outbox.refused_ || (fault.recovery == base::Recovery::DeadLetter &&
                             outbox.refused_->recovery == base::Recovery::Rebuild)) {
      outbox.refused_ = std::move(fault);
    }
    return;
  }
  // No offset is told for a duplicate of what the broker already has.
  if (report->_private == nullptr || report->offset < 0) return;
  const auto end = outbox.ends_.find(report->partition);
  if (end == outbox.ends_.end()) return;
  stream::ChangelogEnd& known = end->second;
  if (!known.next || known.next->value <= report->offset) known.next = {report->offset + 1};
  if (known.first.value < 0 || report->offset < known.first.value) {
    known.first = {report->offset};
  }
}

// Any of the client's threads. Of an attempt to connect that failed nothing can be on its way. The
// client hangs up by itself on a coordinator that says it is away: nobody can tell from outside
// that nothing was on its way then, and a new epoch costs little.
int KafkaOutbox::on_close(int socket, void* opaque) {
  tcp_info info{};
  socklen_t size = sizeof info;
  const bool told = ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0;
  if (!told || info.tcpi_data_segs_in > 0) {
    ++static_cast<KafkaOutbox*>(told_of(opaque).owner)->broken_;
  }
  return ::close(socket);
}

int KafkaOutbox::left_ms(stream::Tick deadline) const {
  const auto left = std::chrono::ceil<stream::Millis>(deadline - clock_.tick());
  return static_cast<int>(std::max<stream::Millis::rep>(0, left.count()));
}

stream::Result<stream::Done> KafkaOutbox::flush(stream::Tick deadline) {
  const rd_kafka_resp_err_t code = rd_kafka_flush(handle_.get(), left_ms(deadline));
  if (refused_) return watch_fencing(*refused_);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return stream::Done{};
  return watch_fencing(base::rebuild("deadline", "flush: " + std::string(rd_kafka_err2name(code))));
}

// The same list and the same metadata at each try; the call itself does not keep its own limit when
// the coordinator is away, so the deadline is looked at after it.
stream::Result<stream::Done> KafkaOutbox::send_offsets(std::span<const stream::Position> next,
                                                       stream::Tick deadline) {
  auto metadata = source_.group_metadata();
  if (!metadata) return metadata.fault();
  const List offsets = make_list(static_cast<int>(next.size()));
  for (const stream::Position& position : next) {
    add_offset(offsets.get(), source_.topic(), position.partition.value, position.offset.value,
               source_.note_at(position));
  }
  for (;;) {
    const Error error(rd_kafka_send_offsets_to_transaction(handle_.get(), offsets.get(),
                                                           metadata->get(), left_ms(deadline)));
    if (clock_.tick() >= deadline) {
      return base::rebuild("deadline", error ? rd_kafka_error_string(error.get()) : "offsets");
    }
    if (!error) return stream::Done{};
    stream::Fault fault = to_fault(Call::SendOffsets, error.get());
    if (fault.recovery != base::Recovery::Retry) return watch_fencing(std::move(fault));
    rd_kafka_poll(handle_.get(), kAskAgainMs);
  }
}

stream::Result<std::vector<stream::ChangelogEnd>> KafkaOutbox::commit(
    std::span<const stream::Position> next, stream::Tick deadline) {
  CHECK(phase_ == Phase::Ready);
  if (auto begun = begin(); !begun) return begun.fault();
  if (auto flushed = flush(deadline); !flushed) return flushed.fault();
  crash_.reach("sent");
  if (auto sent = send_offsets(next, deadline); !sent) return sent.fault();
  crash_.reach("offsets");
  // Without end would wait for a broker that is away, for ever.
  const Error error(rd_kafka_commit_transaction(
      handle_.get(), static_cast<int>(options_.transaction_timeout.count())));
  if (error) {
    rd_kafka_poll(handle_.get(), 0);
    if (refused_) return watch_fencing(*refused_);
    return watch_fencing(to_fault(Call::Transaction, error.get()));
  }
  crash_.reach("end-sent");
  begun_ = false;
  // The client asked again over a new connection, and the copy that the broken one left may arrive
  // in the next transaction of this epoch and end it, or commit older offsets (KIP-890). In a new
  // epoch it is fenced.
  if (broken_.load() != broken_before_) {
    return base::rebuild("unknown", "a connection broke during the transaction");
  }
  std::vector<stream::ChangelogEnd> ends;
  for (const auto& [partition, end] : ends_) ends.push_back(end);
  ends_.clear();
  return ends;
}

void KafkaOutbox::listen() {
  if (handle_) rd_kafka_poll(handle_.get(), 0);
}

// A producer that has met a fatal error answers whatever it is asked with some consequence of it.
stream::Fault KafkaOutbox::find_cause(stream::Fault fault) const {
  if (fault.recovery != base::Recovery::Rebuild || !handle_) return fault;
  std::array<char, 512> text{};
  const rd_kafka_resp_err_t code = rd_kafka_fatal_error(handle_.get(), text.data(), text.size());
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return fault;
  return to_fault(Call::Transaction, {.code = code, .fatal = true}, text.data());
}

stream::Fault KafkaOutbox::watch_fencing(stream::Fault raw) {
  stream::Fault fault = find_cause(std::move(raw));
  if (fault.recovery != base::Recovery::Rebuild || fault.code != "fenced") return fault;
  const stream::Tick now = clock_.tick();
  fenced_at_.push_back(now);
  while (now - fenced_at_.front() > kFencedTime) fenced_at_.pop_front();
  if (fenced_at_.size() < options_.fenced_max) return fault;
  return base::stop("instance_used_twice",
                    options_.transactional_id + " is used by another process: " + fault.detail);
}

}  // namespace adapters::kafka
