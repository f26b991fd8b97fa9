#include <cstdlib>
namespace stream {
int draw() { return rand(); }
}  // namespace stream
