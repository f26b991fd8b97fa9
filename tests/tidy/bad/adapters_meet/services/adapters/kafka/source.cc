#include "adapters/rocks/store.h"
namespace adapters::kafka {
int answer();
}  // namespace adapters::kafka
