#include <librdkafka/rdkafka.h>
namespace stream {
int answer();
}  // namespace stream
