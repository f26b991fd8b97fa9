  #  include <thread>
namespace adapters::status {
int answer();
}  // namespace adapters::status
