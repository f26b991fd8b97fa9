// What start.sh cannot do in a shell: find two free loopback ports, and wait until a broker's
// transactions work.
//
// usage: kafka_probe ports | kafka_probe ready <bootstrap> <seconds>
#include <librdkafka/rdkafka.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

// Bound until the process ends, so that the second is not the first again.
int find_free_port() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (fd < 0 || bind(fd, generic, size) != 0 || getsockname(fd, generic, &size) != 0) return -1;
  return ntohs(address.sin_port);
}

rd_kafka_t* make_producer(const std::string& bootstrap) {
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  char text[256];
  rd_kafka_conf_set(conf, "bootstrap.servers", bootstrap.c_str(), text, sizeof text);
  rd_kafka_conf_set(conf, "transactional.id", "dateline-test-probe", text, sizeof text);
  rd_kafka_conf_set(conf, "reconnect.backoff.max.ms", "500", text, sizeof text);
  rd_kafka_conf_set_log_cb(conf, nullptr);  // connections are refused until it listens
  return rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof text);
}

bool await_ready(const std::string& bootstrap, int seconds) {
  rd_kafka_t* producer = make_producer(bootstrap);
  if (producer == nullptr) return false;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  bool is_ready = false, goes_on = true;
  while (!is_ready && goes_on && std::chrono::steady_clock::now() < until) {
    rd_kafka_error_t* error = rd_kafka_init_transactions(producer, 1000);
    is_ready = error == nullptr;
    if (is_ready) break;
    goes_on = rd_kafka_error_is_retriable(error) != 0;
    if (!goes_on) std::fprintf(stderr, "%s\n", rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
  }
  rd_kafka_destroy(producer);
  return is_ready;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string verb = argc > 1 ? argv[1] : "";
  if (verb == "ports") {
    const int first = find_free_port(), second = find_free_port();
    if (first < 0 || second < 0) return 1;
    std::printf("%d %d\n", first, second);
    return 0;
  }
  if (verb == "ready" && argc == 4) return await_ready(argv[2], std::atoi(argv[3])) ? 0 : 1;
  return 64;
}
