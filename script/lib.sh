# Sourced by the other scripts, at the project's root. Not a command.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Real catalogues are not part of the project. Tests that want them skip, loudly, when this is not set.
if [ -z "${KINORA_DATA:-}" ] && [ -d ../shared/data ]; then
  KINORA_DATA=$(cd ../shared/data && pwd)
  export KINORA_DATA
fi

cores() { nproc 2>/dev/null || echo 2; }

# configure PRESET [-DOPTION=VALUE ...]: quiet unless it fails
configure() {
  local preset=$1 log
  log=build/$preset/configure.log
  mkdir -p "build/$preset"
  if ! cmake --preset "$@" >"$log" 2>&1; then
    cat "$log" >&2
    echo "cmake --preset $* failed (see above)" >&2
    return 1
  fi
}

# compile PRESET [TARGET ...]: one status line on a terminal; elsewhere only what goes wrong
compile() {
  local preset=$1 quiet=()
  shift
  [ -t 1 ] || quiet=(--quiet)
  ninja -C "build/$preset" -j "$(cores)" ${quiet[0]+"${quiet[@]}"} "$@"
}

# run_tests PRESET [ARGUMENT ...]: ctest, with the output of tests that fail
run_tests() {
  local preset=$1
  shift
  ctest --test-dir "build/$preset" -j "$(cores)" --output-on-failure --no-label-summary --no-tests=error "$@"
}

# install_node_packages: the test-only packages of tests/interop, as its lock file has them; nothing if they are there already
install_node_packages() {
  local dir=tests/interop
  [ -f "$dir/package.json" ] || return 0
  if [ "$dir/node_modules/.package-lock.json" -nt "$dir/package-lock.json" ]; then return 0; fi
  npm ci --prefix "$dir" --no-audit --no-fund --loglevel=error
  touch "$dir/node_modules/.package-lock.json"
}
