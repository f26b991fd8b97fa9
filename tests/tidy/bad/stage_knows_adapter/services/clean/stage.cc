#include "adapters/kafka/source.h"
namespace clean {
int answer();
}  // namespace clean
