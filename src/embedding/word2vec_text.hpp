#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/math/matrix.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace kinora {

/// The text format of word2vec: "count dimension", then "word v1 v2 …" a line; atomically. Values are the shortest decimal that
/// reads back as the same float. A word that holds white space would break its line: such characters are written as '_'.
[[nodiscard]] Result<void> write_word2vec_text(FileSystem& files, const std::filesystem::path& path,
                                               std::span<const std::string> words, const MatrixView& vectors);

}  // namespace kinora
