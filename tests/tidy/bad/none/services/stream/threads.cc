#include <mutex>
#include <thread>

namespace stream {
int answer();
}  // namespace stream
