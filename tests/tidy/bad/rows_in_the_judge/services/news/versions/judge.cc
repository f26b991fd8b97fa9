#include "proto/version_state.pb.h"
namespace news::versions {
int answer();
}  // namespace news::versions
