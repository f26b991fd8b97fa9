#!/bin/sh
# deploy/install.sh [--tests] [--monitoring] [--cluster] [--image] [--lint] [--fuzz]
# deploy/install.sh --runtime
#
# Installs what building Dateline needs and this machine has not, from Debian's own packages
# (Debian 12 or newer). --tests adds Java and Maven for the tests against a real Apache Kafka, and
# the shells whose completions are tested; --monitoring adds Prometheus for those of metrics and
# rules, --cluster containerd for those on a kubelet (as tools: their services are masked), --image
# what makes and starts container images, --lint clang's formatter and linter (Debian 12: another
# clang formats differently), --fuzz the compiler that builds fuzzers. --runtime installs only what
# a built binary needs. Quick when nothing is missing. Needs root or sudo only when something is.
set -eu

packages="g++ cmake ninja-build make pkg-config python3 zstd git ca-certificates
  librdkafka-dev libsimdjson-dev librocksdb-dev prometheus-cpp-dev libcivetweb-dev
  libprotobuf-dev protobuf-compiler libyaml-cpp-dev libcli11-dev libspdlog-dev libfmt-dev
  libxxhash-dev libicu-dev libpsl-dev publicsuffix libcld2-dev libuchardet-dev
  libhowardhinnant-date-dev tzdata libssl-dev zlib1g-dev libzstd-dev libbrotli-dev libjemalloc-dev
  libgtest-dev libbenchmark-dev"
runtime="ca-certificates tzdata libbrotli1 libcivetweb1 libcld2-0 libdate-tz3 libjemalloc2
  libprometheus-cpp-core1.0 librdkafka1 libuchardet0 libxxhash0 libzstd1 zlib1g"
case "$(. /etc/os-release 2>/dev/null && echo "${VERSION_ID:-}")" in
  12)
    clang=14
    runtime="$runtime libfmt9 libicu72 libprotobuf-lite32 libpsl5 librocksdb7.8 libsimdjson14
      libspdlog1.10 libssl3 libyaml-cpp0.7"
    ;;
  *)
    clang=19
    runtime="$runtime libfmt10 libicu76 libprotobuf-lite32t64 libpsl5t64 librocksdb9.10
      libsimdjson25 libspdlog1.15 libssl3t64 libyaml-cpp0.8"
    ;;
esac

for option in "$@"; do
  case "$option" in
    --tests)
      command -v javac >/dev/null 2>&1 || packages="$packages default-jdk-headless"
      command -v mvn >/dev/null 2>&1 || packages="$packages maven"
      packages="$packages zsh fish mandoc"
      ;;
    --monitoring) packages="$packages prometheus" ;;
    --cluster)
      packages="$packages containernetworking-plugins iptables iproute2 curl"
      # Another vendor's would be taken away for Debian's.
      command -v containerd >/dev/null 2>&1 || packages="$packages containerd runc"
      ;;
    --image)
      packages="$packages mmdebstrap buildah skopeo"
      command -v runc >/dev/null 2>&1 || packages="$packages runc"
      ;;
    --lint) packages="$packages clang-format-14 clang-tidy-14" ;;
    --fuzz) packages="$packages clang-$clang libclang-rt-$clang-dev" ;;
    --runtime) packages=$runtime ;;
    *)
      echo "install.sh: unknown option $option" \
        "(known: --tests, --monitoring, --cluster, --image, --lint, --fuzz, --runtime)" >&2
      exit 64
      ;;
  esac
done

if ! command -v dpkg-query >/dev/null 2>&1; then
  echo "install.sh: this is no Debian. Please install the equivalents of:" $packages >&2
  exit 1
fi

missing=""
for package in $packages; do
  state=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
  # A tool that came without its Debian package will do as well.
  case "$package" in
    cmake | make | git | python3) command -v "$package" >/dev/null 2>&1 && continue ;;
    ninja-build) command -v ninja >/dev/null 2>&1 && continue ;;
  esac
  [ "$state" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || {
    echo "install.sh: not root and no sudo. Please install:$missing" >&2
    exit 1
  }
  as_root="sudo"
fi
echo "install.sh: installing$missing" >&2
for tool in prometheus containerd; do
  case "$missing" in
    *" $tool"*) [ ! -d /run/systemd/system ] || $as_root systemctl mask --quiet "$tool.service" ;;
  esac
done
$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
