#include "base/nowhere.h"
namespace base {
int answer();
}  // namespace base
