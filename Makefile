# Thin: each target says in one line what it does. Everything is built under build/.
.PHONY: build demo test test-all sim bench format lint
JOBS ?= $(shell nproc)

build: ## the release binary at build/release/dateline
	@deploy/install.sh
	@cmake --preset release >/dev/null
	@test -x build/release/dateline || echo "building; the first time takes some minutes" >&2
	@cmake --build --preset release -j $(JOBS) --target dateline >&2

demo: build ## the main job on the embedded broker
	@build/release/dateline demo

test: ## everything that fits into half an hour, cold build included
	@deploy/install.sh --tests --monitoring
	@cmake --preset dev >/dev/null
	@cmake --build --preset dev -j $(JOBS)
	@ctest --preset dev -j $(JOBS) -LE long

test-all: test ## besides: sanitizers and what takes long
	@deploy/install.sh --cluster
	@cmake --preset asan >/dev/null
	@cmake --build --preset asan -j $(JOBS)
	@ctest --preset asan -j $(JOBS) -L unit
	@cmake --preset tsan >/dev/null
	@cmake --build --preset tsan -j $(JOBS) --target stream_test adapters_log_test adapters_status_test
	@ctest --preset tsan -R '^(stream|adapters_log|adapters_status)_test$$'
	@ctest --preset dev -L long

sim: ## so many runs of the simulator (SEEDS=10000), or the story of one (SEED=17)
	@deploy/install.sh --tests
	@cmake --preset dev >/dev/null
	@cmake --build --preset dev -j $(JOBS) --target sim
	@build/dev/tests/sim/sim $(if $(SEED),--seed $(SEED),$(or $(SEEDS),10000))

bench: ## prints the figures of benchmarks/README.md
	@deploy/install.sh --tests
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS)
	@benchmarks/run.sh

format:
	@deploy/install.sh --lint
	@git ls-files '*.h' '*.cc' | xargs clang-format-14 -i

lint:
	@deploy/install.sh --lint
	@git ls-files '*.h' '*.cc' | xargs clang-format-14 --dry-run -Werror
	@cmake --preset dev >/dev/null
	@git ls-files 'services/*.cc' | xargs clang-tidy-14 -p build/dev --quiet --extra-arg=-Wno-unknown-warning-option
