// adapters/kafka/owners.h
//
// Who frees what librdkafka gives out: unique pointers with the C API's own deleters. Order of
// death: messages and lists, topics, then the handle. rd_kafka_new takes the conf and
// rd_kafka_producev the headers, each only on success: release() then, not before.
// Must not know: what the handles are used for.
#pragma once

#include <librdkafka/rdkafka.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>

namespace adapters::kafka {

template <auto destroy>
struct Destroy {
  template <class T>
  void operator()(T* owned) const {
    destroy(owned);
  }
};

template <class T, auto destroy>
using Owned = std::unique_ptr<T, Destroy<destroy>>;

using Conf = Owned<rd_kafka_conf_t, rd_kafka_conf_destroy>;
using Handle = Owned<rd_kafka_t, rd_kafka_destroy>;
using Topic = Owned<rd_kafka_topic_t, rd_kafka_topic_destroy>;
using List = Owned<rd_kafka_topic_partition_list_t, rd_kafka_topic_partition_list_destroy>;
using Message = Owned<rd_kafka_message_t, rd_kafka_message_destroy>;
using Error = Owned<rd_kafka_error_t, rd_kafka_error_destroy>;
using Headers = Owned<rd_kafka_headers_t, rd_kafka_headers_destroy>;
using GroupMetadata =
    Owned<rd_kafka_consumer_group_metadata_t, rd_kafka_consumer_group_metadata_destroy>;
using Queue = Owned<rd_kafka_queue_t, rd_kafka_queue_destroy>;
using Event = Owned<rd_kafka_event_t, rd_kafka_event_destroy>;
using AdminOptions = Owned<rd_kafka_AdminOptions_t, rd_kafka_AdminOptions_destroy>;
using NewTopic = Owned<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy>;
using AclFilter = Owned<rd_kafka_AclBindingFilter_t, rd_kafka_AclBinding_destroy>;
using ConfigResource = Owned<rd_kafka_ConfigResource_t, rd_kafka_ConfigResource_destroy>;

struct FreeMetadata {
  void operator()(const rd_kafka_metadata_t* owned) const { rd_kafka_metadata_destroy(owned); }
};
using Metadata = std::unique_ptr<const rd_kafka_metadata_t, FreeMetadata>;

inline List make_list(int size) { return List(rd_kafka_topic_partition_list_new(size)); }

// With a note that is kept beside the offset; the list frees it.
inline void add_offset(rd_kafka_topic_partition_list_t* list, const std::string& topic,
                       std::int32_t partition, std::int64_t offset, const std::string& note) {
  rd_kafka_topic_partition_t* each =
      rd_kafka_topic_partition_list_add(list, topic.c_str(), partition);
  each->offset = offset;
  if (note.empty()) return;
  each->metadata = ::strdup(note.c_str());
  each->metadata_size = note.size();
}

// Takes over a string that librdkafka has allocated; a null pointer becomes an empty string.
inline std::string take_string(rd_kafka_t* handle, char* text) {
  if (text == nullptr) return {};
  std::string taken(text);
  rd_kafka_mem_free(handle, text);
  return taken;
}

}  // namespace adapters::kafka
