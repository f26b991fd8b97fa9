#include <mutex>
namespace stream {
int answer();
}  // namespace stream
