#pragma once

#include <gtest/gtest.h>
#include <cstdlib>
#include <filesystem>
#include <string>

/// The real LanceDB (npm, pinned in tests/interop), run by scripts that exit with another status than 0 if anything differs.
namespace kinora::testing {

inline const std::filesystem::path kInterop = std::filesystem::path(KINORA_SOURCE_DIR) / "tests/interop";

inline bool has_lancedb() { return std::filesystem::exists(kInterop / "node_modules/@lancedb/lancedb/package.json"); }

/// A script that hangs is ended, together with the test.
inline int run_script(const std::string& script, const std::filesystem::path& directory, const std::string& argument = {}) {
  const std::string command = "cd '" + kInterop.string() + "' && RUST_LOG=error LANCEDB_LOG=error timeout 120 node " + script +
                              " '" + directory.string() + "' " + argument;
  return std::system(command.c_str());
}

}  // namespace kinora::testing

#define SKIP_WITHOUT_LANCEDB()           \
  if (!::kinora::testing::has_lancedb()) \
  GTEST_SKIP() << "NOT TESTED AGAINST LANCEDB: tests/interop/node_modules is missing; run `npm ci` in tests/interop"
