#include <boost/any.hpp>
namespace news::clean {
int answer();
}  // namespace news::clean
