// What jemalloc is told when the process starts; MALLOC_CONF in the environment comes after it.
// Eight arenas, for otherwise each worker's threads would have some of their own on a large machine
// and keep what they do not use; a thread of jemalloc's gives back what was not used for a while.
namespace cli {

extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "narenas:8,background_thread:true";
}

}  // namespace cli
