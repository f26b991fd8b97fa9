#include <simdjson.h>
namespace news::clean {
int answer();
}  // namespace news::clean
