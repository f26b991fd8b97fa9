#include "adapters/kafka/admin.h"

#include <algorithm>
#include <array>
#include <span>

#include "adapters/kafka/errors.h"

namespace adapters::kafka {
namespace {

// An answer is awaited a little longer than it is asked for, so that its own time-out is told.
constexpr base::Millis kAnswerGrace{1000};

base::Fault fault_of(rd_kafka_resp_err_t code, const std::string& what) {
  if (code == RD_KAFKA_RESP_ERR_POLICY_VIOLATION || code == RD_KAFKA_RESP_ERR_INVALID_CONFIG ||
      code == RD_KAFKA_RESP_ERR_INVALID_PARTITIONS ||
      code == RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR ||
      code == RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION || code == RD_KAFKA_RESP_ERR__INVALID_ARG) {
    return base::stop("topic_refused", std::string(rd_kafka_err2name(code)) + ": " + what);
  }
  return to_fault(Call::Ask, {.code = code}, what);
}

NewTopic make_new_topic(const TopicPlan& plan) {
  std::array<char, 256> text{};
  NewTopic topic(
      rd_kafka_NewTopic_new(plan.name.c_str(), plan.partitions, -1, text.data(), text.size()));
  if (!topic) return topic;
  for (const auto& [name, value] : plan.settings) {
    CHECK(rd_kafka_NewTopic_set_config(topic.get(), name.c_str(), value.c_str()) ==
          RD_KAFKA_RESP_ERR_NO_ERROR);
  }
  return topic;
}

void read_settings(const rd_kafka_ConfigResource_t* resource, TopicState& state) {
  std::size_t count = 0;
  const rd_kafka_ConfigEntry_t** entries = rd_kafka_ConfigResource_configs(resource, &count);
  for (std::size_t i = 0; i < count; ++i) {
    const char* value = rd_kafka_ConfigEntry_value(entries[i]);
    if (value != nullptr) state.settings[rd_kafka_ConfigEntry_name(entries[i])] = value;
  }
}

// Codes that say that nobody can tell, rather than that something is wrong.
std::string_view why_unknown(rd_kafka_resp_err_t code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR_SECURITY_DISABLED:
      return "the brokers have no access lists";
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
      return "the access lists may not be read (Describe on the cluster)";
    case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE:
      return "the brokers do not tell their access lists";
    default:
      return "";
  }
}

// librdkafka 2.0 has no name for transactional ids: it gives 0 for what it does not know.
Resource read_resource(rd_kafka_ResourceType_t type) {
  constexpr int kUnknown = 0, kTransactionalId = 5;
  if (type == RD_KAFKA_RESOURCE_TOPIC) return Resource::Topic;
  if (type == RD_KAFKA_RESOURCE_GROUP) return Resource::Group;
  const int number = static_cast<int>(type);
  return number == kUnknown || number == kTransactionalId ? Resource::TransactionalId
                                                          : Resource::Other;
}

Operation read_operation(rd_kafka_AclOperation_t operation) {
  switch (operation) {
    case RD_KAFKA_ACL_OPERATION_ALL:
      return Operation::All;
    case RD_KAFKA_ACL_OPERATION_READ:
      return Operation::Read;
    case RD_KAFKA_ACL_OPERATION_WRITE:
      return Operation::Write;
    case RD_KAFKA_ACL_OPERATION_DESCRIBE:
      return Operation::Describe;
    default:
      return Operation::Other;
  }
}

Acl read_acl(const rd_kafka_AclBinding_t* binding) {
  return {
      .resource = read_resource(rd_kafka_AclBinding_restype(binding)),
      .name = rd_kafka_AclBinding_name(binding),
      .is_prefix =
          rd_kafka_AclBinding_resource_pattern_type(binding) == RD_KAFKA_RESOURCE_PATTERN_PREFIXED,
      .principal = rd_kafka_AclBinding_principal(binding),
      .operation = read_operation(rd_kafka_AclBinding_operation(binding)),
      .allows = rd_kafka_AclBinding_permission_type(binding) == RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW};
}

}  // namespace

base::Result<std::unique_ptr<Admin>> Admin::make(const Connection& connection,
                                                 const std::string& client_id, Events& events) {
  std::unique_ptr<Admin> admin(new Admin(client_id, events));
  auto conf = make_conf(Kind::Admin, connection,
                        {.client_id = client_id, .group_id = {}, .transactional_id = {}});
  if (!conf) return conf.fault();
  set_callbacks(conf->get(), admin->told_);
  auto handle = make_handle(RD_KAFKA_PRODUCER, std::move(*conf));
  if (!handle) return handle.fault();
  admin->handle_ = std::move(*handle);
  return admin;
}

AdminOptions Admin::make_options(rd_kafka_admin_op_t operation, base::Millis timeout) const {
  AdminOptions options(rd_kafka_AdminOptions_new(handle_.get(), operation));
  std::array<char, 256> text{};
  CHECK(rd_kafka_AdminOptions_set_request_timeout(options.get(), static_cast<int>(timeout.count()),
                                                  text.data(),
                                                  text.size()) == RD_KAFKA_RESP_ERR_NO_ERROR);
  return options;
}

Event Admin::await(rd_kafka_queue_t* queue, base::Millis timeout) const {
  return Event(rd_kafka_queue_poll(queue, static_cast<int>((timeout + kAnswerGrace).count())));
}

base::Result<std::vector<TopicState>> Admin::describe(const std::vector<std::string>& names,
                                                      base::Millis timeout) {
  std::vector<TopicState> states;
  for (const std::string& name : names) {
    auto state = describe_counts(name, timeout);
    if (!state) return state.fault();
    states.push_back(std::move(*state));
  }
  if (auto added = add_settings(states, timeout); !added) return added.fault();
  return states;
}

base::Result<std::vector<std::string>> Admin::names(const std::string& prefix,
                                                    base::Millis timeout) {
  const rd_kafka_metadata_t* raw = nullptr;
  const rd_kafka_resp_err_t code =
      rd_kafka_metadata(handle_.get(), 1, nullptr, &raw, static_cast<int>(timeout.count()));
  const Metadata metadata(raw);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return fault_of(code, "topics");
  std::vector<std::string> names;
  for (const rd_kafka_metadata_topic_t& each :
       std::span(metadata->topics, static_cast<std::size_t>(metadata->topic_cnt))) {
    if (std::string_view(each.topic).starts_with(prefix)) names.emplace_back(each.topic);
  }
  std::sort(names.begin(), names.end());
  return names;
}

base::Result<TopicState> Admin::describe_counts(const std::string& name, base::Millis timeout) {
  const Topic topic(rd_kafka_topic_new(handle_.get(), name.c_str(), nullptr));
  if (!topic) return fault_of(rd_kafka_last_error(), name);
  const rd_kafka_metadata_t* raw = nullptr;
  const rd_kafka_resp_err_t code =
      rd_kafka_metadata(handle_.get(), 0, topic.get(), &raw, static_cast<int>(timeout.count()));
  const Metadata metadata(raw);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return fault_of(code, name);
  TopicState state{.name = name, .settings = {}};
  const std::span topics(metadata->topics, static_cast<std::size_t>(metadata->topic_cnt));
  for (const rd_kafka_metadata_topic_t& each : topics) {
    if (each.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) continue;
    if (each.err != RD_KAFKA_RESP_ERR_NO_ERROR) return fault_of(each.err, name);
    state.exists = true;
    state.partitions = each.partition_cnt;
    if (each.partition_cnt > 0) state.replicas = each.partitions[0].replica_cnt;
  }
  return state;
}

base::Result<base::Done> Admin::add_settings(std::vector<TopicState>& states,
                                             base::Millis timeout) {
  std::vector<ConfigResource> resources;
  std::vector<rd_kafka_ConfigResource_t*> asked;
  for (const TopicState& state : states) {
    if (!state.exists) continue;
    resources.emplace_back(
        rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, state.name.c_str()));
    asked.push_back(resources.back().get());
  }
  if (asked.empty()) return base::Done{};
  const Queue queue(rd_kafka_queue_new(handle_.get()));
  const AdminOptions options = make_options(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, timeout);
  rd_kafka_DescribeConfigs(handle_.get(), asked.data(), asked.size(), options.get(), queue.get());
  const Event event = await(queue.get(), timeout);
  if (!event) return base::retry("kafka_away", "no answer about the topics' settings");
  const rd_kafka_resp_err_t code = rd_kafka_event_error(event.get());
  // Brokers of tests have no settings to tell.
  if (code == RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE) return base::Done{};
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return fault_of(code, rd_kafka_event_error_string(event.get()));
  }
  std::size_t count = 0;
  const rd_kafka_ConfigResource_t** answers = rd_kafka_DescribeConfigs_result_resources(
      rd_kafka_event_DescribeConfigs_result(event.get()), &count);
  for (const rd_kafka_ConfigResource_t* answer : std::span(answers, count)) {
    const std::string name = rd_kafka_ConfigResource_name(answer);
    if (const rd_kafka_resp_err_t refused = rd_kafka_ConfigResource_error(answer);
        refused != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return fault_of(refused, "settings of " + name);
    }
    const auto state = std::find_if(states.begin(), states.end(),
                                    [&](const TopicState& each) { return each.name == name; });
    if (state != states.end()) read_settings(answer, *state);
  }
  return base::Done{};
}

base::Result<base::Done> Admin::create(const std::vector<TopicPlan>& plans, base::Millis timeout,
                                       const stream::Clock& clock) {
  if (plans.empty()) return base::Done{};
  std::vector<NewTopic> topics;
  std::vector<rd_kafka_NewTopic_t*> wanted;
  for (const TopicPlan& plan : plans) {
    topics.push_back(make_new_topic(plan));
    if (!topics.back()) return base::stop("topic_refused", plan.name);
    wanted.push_back(topics.back().get());
  }
  const Queue queue(rd_kafka_queue_new(handle_.get()));
  const AdminOptions options = make_options(RD_KAFKA_ADMIN_OP_CREATETOPICS, timeout);
  rd_kafka_CreateTopics(handle_.get(), wanted.data(), wanted.size(), options.get(), queue.get());
  const Event event = await(queue.get(), timeout);
  if (!event) return base::retry("kafka_away", "no answer to the creation of topics");
  if (const rd_kafka_resp_err_t code = rd_kafka_event_error(event.get());
      code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return fault_of(code, rd_kafka_event_error_string(event.get()));
  }
  std::size_t count = 0;
  const rd_kafka_topic_result_t** answers =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
  for (const rd_kafka_topic_result_t* answer : std::span(answers, count)) {
    const rd_kafka_resp_err_t code = rd_kafka_topic_result_error(answer);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
      continue;
    }
    const char* text = rd_kafka_topic_result_error_string(answer);
    return fault_of(code, std::string(rd_kafka_topic_result_name(answer)) + ": " +
                              (text == nullptr ? "" : text));
  }
  return await_known(plans, timeout, clock);
}

// The controller answers before a broker has heard of a new topic, and a service that is started
// then would be told that there is none.
base::Result<base::Done> Admin::await_known(const std::vector<TopicPlan>& plans,
                                            base::Millis timeout, const stream::Clock& clock) {
  const stream::Tick until = clock.tick() + timeout;
  for (const TopicPlan& plan : plans) {
    while (true) {
      const auto state = describe_counts(plan.name, timeout);
      if (state && state->exists) break;
      if (!state && state.fault().recovery != base::Recovery::Retry) return state.fault();
      if (clock.tick() >= until) {
        return base::retry("kafka_away", plan.name + " is made, but no broker knows it yet");
      }
    }
  }
  return base::Done{};
}

base::Result<Acls> Admin::acls(base::Millis timeout) {
  std::array<char, 256> text{};
  const AclFilter every(rd_kafka_AclBindingFilter_new(
      RD_KAFKA_RESOURCE_ANY, nullptr, RD_KAFKA_RESOURCE_PATTERN_ANY, nullptr, nullptr,
      RD_KAFKA_ACL_OPERATION_ANY, RD_KAFKA_ACL_PERMISSION_TYPE_ANY, text.data(), text.size()));
  CHECK(every != nullptr);
  const Queue queue(rd_kafka_queue_new(handle_.get()));
  const AdminOptions options = make_options(RD_KAFKA_ADMIN_OP_DESCRIBEACLS, timeout);
  rd_kafka_DescribeAcls(handle_.get(), every.get(), options.get(), queue.get());
  const Event event = await(queue.get(), timeout);
  if (!event) return base::retry("kafka_away", "no answer about the access lists");
  const rd_kafka_resp_err_t code = rd_kafka_event_error(event.get());
  if (const std::string_view why = why_unknown(code); !why.empty()) {
    return Acls{.all = {}, .why_not = std::string(why)};
  }
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return fault_of(code, rd_kafka_event_error_string(event.get()));
  }
  std::size_t count = 0;
  const rd_kafka_AclBinding_t** found =
      rd_kafka_DescribeAcls_result_acls(rd_kafka_event_DescribeAcls_result(event.get()), &count);
  Acls acls;
  for (const rd_kafka_AclBinding_t* one : std::span(found, count)) {
    acls.all.push_back(read_acl(one));
  }
  return acls;
}

}  // namespace adapters::kafka
