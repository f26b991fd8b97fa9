#include <cstdlib>
namespace stream {
const char* home() { return std::getenv("HOME"); }
}  // namespace stream
