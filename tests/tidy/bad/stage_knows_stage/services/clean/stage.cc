#include "version/stage.h"
namespace clean {
int answer();
}  // namespace clean
