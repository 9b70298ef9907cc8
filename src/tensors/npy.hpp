#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/math/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace kinora {

/// NumPy's .npy format, version 1.0, little endian, C order. Written atomically.
[[nodiscard]] Result<void> write_npy(FileSystem& files, const std::filesystem::path& path, const MatrixView& matrix);
[[nodiscard]] Result<void> write_npy(FileSystem& files, const std::filesystem::path& path, std::span<const std::int64_t> values);

/// Reads a two-dimensional array of float32 or float64 ('<f4', '<f8') of any version of the format, in C or Fortran order;
/// float64 is rounded, to an infinity if float32 has not as much. Errors: kFormatUnknown for anything else, kFileTruncated if the
/// file ends before the array does.
[[nodiscard]] Result<Matrix> read_npy(FileSystem& files, const std::filesystem::path& path);
/// The same from bytes in memory; `name` stands for the path in errors.
[[nodiscard]] Result<Matrix> parse_npy(std::span<const std::byte> bytes, std::string_view name);

}  // namespace kinora
