#include <cstdlib>
namespace adapters::rocks {
void fail() { abort(); }
}  // namespace adapters::rocks
