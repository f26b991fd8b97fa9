#include <string>
namespace news::identity {
auto key(const std::string& url) { return std::hash<std::string>{}(url); }
}  // namespace news::identity
