#include "news/identity/address.h"
namespace news::clean {
int answer();
}  // namespace news::clean
