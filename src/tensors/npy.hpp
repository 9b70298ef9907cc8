#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/math/matrix.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace kinora {

/// NumPy's .npy format, version 1.0, little endian, C order. Written atomically.
[[nodiscard]] Result<void> write_npy(FileSystem& files, const std::filesystem::path& path, const MatrixView& matrix);
[[nodiscard]] Result<void> write_npy(FileSystem& files, const std::filesystem::path& path, std::span<const std::int64_t> values);

/// Reads a two-dimensional float32 array ('<f4', C order).
[[nodiscard]] Result<Matrix> read_npy(FileSystem& files, const std::filesystem::path& path);

}  // namespace kinora
