#pragma once

#include "base/file_system.hpp"
#include "exchange/stage.hpp"
#include "kinora/base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

namespace kinora::exchange {

/// Writes a text file: `head`, then what `add_row` adds to the text for each of the rows.
[[nodiscard]] Result<void> write_text_rows(FileSystem& files, const std::filesystem::path& path, std::string head,
                                           std::size_t rows,
                                           const std::function<void(std::string& text, std::size_t row)>& add_row,
                                           const Stage& stage);

}  // namespace kinora::exchange
