#pragma once

#include "base/file_system.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/index.hpp"
#include "store/indexes/coverage.hpp"
#include "store/indexes/description.hpp"
#include "store/lance/snapshot.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// kinora/store/index.hpp on any file system.
namespace kinora::indexes {

[[nodiscard]] Result<IndexInfo> create_index(FileSystem& files, const std::filesystem::path& table, const IndexOptions& options,
                                             const Execution& execution);
[[nodiscard]] Result<IndexInfo> update_index(FileSystem& files, const std::filesystem::path& table, std::string_view name,
                                             const Execution& execution);
[[nodiscard]] Result<void> drop_index(FileSystem& files, const std::filesystem::path& table, std::string_view name);
[[nodiscard]] Result<std::vector<IndexInfo>> list_indexes(FileSystem& files, const std::filesystem::path& table,
                                                          std::optional<std::uint64_t> version);

/// Why an index must not be asked about a version, if it must not: one clause.
[[nodiscard]] std::optional<std::string> reason_to_refuse(const Coverage& coverage);

}  // namespace kinora::indexes
