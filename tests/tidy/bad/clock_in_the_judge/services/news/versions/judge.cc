#include <chrono>
namespace news::versions {
auto now() { return std::chrono::system_clock::now(); }
}  // namespace news::versions
