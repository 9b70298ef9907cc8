#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace kinora {

/// Which rows the classifier was trained and tested on, and what it said about those of the test: a generation's
/// evaluation.safetensors.
struct GenreEvaluation {
  std::vector<std::int64_t> train_rows;
  std::vector<std::int64_t> test_rows;
  std::size_t labels = 0;
  std::vector<std::uint8_t> actual;     ///< test rows × labels, 1 = has it
  std::vector<std::uint8_t> predicted;  ///< the same

  static Result<GenreEvaluation> read(FileSystem& files, const std::filesystem::path& path);
  [[nodiscard]] Result<void> write(FileSystem& files, const std::filesystem::path& path) const;

  /// The same evaluation where the films lie in other rows; films without a new row are left out.
  [[nodiscard]] GenreEvaluation moved(std::span<const std::optional<std::size_t>> new_rows) const;
};

}  // namespace kinora
