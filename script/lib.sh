# Sourced by the other scripts, at the project's root. Not a command.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Real catalogues are not part of the project. Tests that want them skip, loudly, when this is not set.
if [ -z "${KINORA_DATA:-}" ] && [ -d ../shared/data ]; then
  KINORA_DATA=$(cd ../shared/data && pwd)
  export KINORA_DATA
fi

# timed NAME COMMAND...: runs a part of a script and keeps its time; what fails is remembered for finish_timings, and the rest goes on.
timings=()
failed_parts=()
timed() {
  local name=$1 start=$SECONDS status=0
  shift
  "$@" || status=$?
  timings+=("$(printf '%-12s %5d s' "$name" $((SECONDS - start)))")
  [ "$status" -eq 0 ] || failed_parts+=("$name")
  return 0
}

# finish_timings: prints the times and ends with the status of the whole.
finish_timings() {
  printf '%s: time of each part\n' "$(basename "$0")"
  printf '  %s\n' "${timings[@]}"
  [ ${#failed_parts[@]} -eq 0 ] && return 0
  printf '%s: FAILED: %s\n' "$(basename "$0")" "${failed_parts[*]}" >&2
  exit 1
}

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

# run_tests PRESET [ARGUMENT ...]: ctest, with the output of tests that fail; says how many skipped. KINORA_REQUIRE_DATA=1: a test that skips fails.
run_tests() {
  local preset=$1 log=build/$1/tests.log status=0 skipped
  shift
  ctest --test-dir "build/$preset" -j "$(cores)" --output-on-failure --no-label-summary --no-tests=error "$@" | tee "$log" || status=$?
  skipped=$(grep -c '\*\*\*Skipped' "$log" || true)
  [ "$skipped" -eq 0 ] && return "$status"
  printf '%s tests of %s skipped what they test:\n' "$skipped" "$preset"
  grep '\*\*\*Skipped' "$log"
  [ "${KINORA_REQUIRE_DATA:-}" = 1 ] && return 1
  return "$status"
}

# install_test_packages: all that the tests and lints need, of Debian and of npm
install_test_packages() {
  script/install-deps --test && install_node_packages
}

# install_node_packages: the test-only packages of tests/interop, as its lock file has them; nothing if they are there already
install_node_packages() {
  local dir=tests/interop
  [ -f "$dir/package.json" ] || return 0
  if [ "$dir/node_modules/.package-lock.json" -nt "$dir/package-lock.json" ]; then return 0; fi
  npm ci --prefix "$dir" --no-audit --no-fund --loglevel=error
  touch "$dir/node_modules/.package-lock.json"
}
