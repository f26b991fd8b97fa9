#include "stream/worker.h"
namespace version {
int answer();
}  // namespace version
