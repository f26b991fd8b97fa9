#include <rocksdb/db.h>
namespace version {
int answer();
}  // namespace version
