#include "adapters/kafka/headers.h"

namespace adapters::kafka {

void read_headers(rd_kafka_message_t* message, std::vector<stream::Header>& headers) {
  headers.clear();
  rd_kafka_headers_t* raw = nullptr;
  if (rd_kafka_message_headers(message, &raw) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0;
       rd_kafka_header_get_all(raw, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
    headers.push_back({name, {static_cast<const char*>(value), value == nullptr ? 0 : size}});
  }
}

}  // namespace adapters::kafka
