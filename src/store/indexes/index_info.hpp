#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/index.hpp"
#include "store/indexes/coverage.hpp"
#include "store/indexes/description.hpp"
#include "store/open_version.hpp"
#include "store/search/vector_rows.hpp"

#include <filesystem>
#include <string>

namespace kinora::indexes {

/// Rows of a version that can be found, by whether an index knows them.
struct FoundRows {
  std::size_t covered = 0;
  std::size_t uncovered = 0;
};
/// `selection` has a byte a physical row; empty = all.
[[nodiscard]] FoundRows count_rows(const Coverage& coverage, const RowSelection& selection);

/// How an index stands to a version. Errors: those of reading the version's vectors.
[[nodiscard]] Result<IndexInfo> describe_index(FileSystem& files, const std::filesystem::path& table, const OpenVersion& open,
                                               const Description& description);
/// One whose description cannot be read.
[[nodiscard]] IndexInfo describe_damaged(std::string name, const Error& error);

}  // namespace kinora::indexes
