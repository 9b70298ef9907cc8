#pragma once

#include "support/temp_directory.hpp"

#include <gtest/gtest.h>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace kinora::testing_oracle {

/// Debian's Python unless KINORA_PYTHON names another: the one for which python3-nltk is installed.
inline std::string python() {
  const char* chosen = std::getenv("KINORA_PYTHON");
  return chosen != nullptr ? chosen : "/usr/bin/python3";
}

/// Why the oracle cannot be asked, loudly; empty if it can.
inline std::string missing_nltk() {
  if (std::system((python() + " -c 'import nltk' > /dev/null 2>&1").c_str()) == 0) return {};
  return "SKIPPED: " + python() + " has no nltk (package python3-nltk); set KINORA_PYTHON to one that has";
}

/// The real Kaggle catalogue, if KINORA_DATA says where it is.
inline std::optional<std::filesystem::path> kaggle_catalogue() {
  const char* data = std::getenv("KINORA_DATA");
  if (data == nullptr) return std::nullopt;
  return std::filesystem::path(data) / "kaggle" / "movies_metadata.csv";
}
inline constexpr const char* kNoData = "SKIPPED: KINORA_DATA is not set, so that nothing was tried on the real catalogue";

/// Runs oracle.py; the file of its answers, in the folder given.
inline std::filesystem::path ask(const std::string& mode, const std::filesystem::path& in,
                                 const kinora::testing::TempDirectory& folder) {
  const std::filesystem::path out = folder / ("oracle_" + mode + ".jsonl");
  const std::string script = KINORA_SOURCE_DIR "/tests/text/oracle.py";
  const std::string command = python() + " -B '" + script + "' " + mode + " '" + in.string() + "' '" + out.string() + "'";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  return out;
}

}  // namespace kinora::testing_oracle
