#include <regex>
namespace news::clean {
int answer();
}  // namespace news::clean
