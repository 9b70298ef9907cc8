#pragma once

#include "base/file_system.hpp"
#include "exchange/arrow_form.hpp"
#include "exchange/stage.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"

#include <filesystem>
#include <span>

/// export_columns for each form of file. The columns are checked (check_columns); `stage` is of their rows.
namespace kinora::exchange {

[[nodiscard]] Result<void> write_arrow(FileSystem& files, const std::filesystem::path& path, std::span<const Column> columns,
                                       ArrowForm form, const Stage& stage);
[[nodiscard]] Result<void> write_json_lines(FileSystem& files, const std::filesystem::path& path, std::span<const Column> columns,
                                            const Stage& stage);
[[nodiscard]] Result<void> write_csv(FileSystem& files, const std::filesystem::path& path, std::span<const Column> columns,
                                     const Stage& stage);
/// Of one column of vectors without nulls.
[[nodiscard]] Result<void> write_npy_vectors(FileSystem& files, const std::filesystem::path& path, const Column& column);

}  // namespace kinora::exchange
