#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/table.hpp"
#include "table_app.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace kinora::cli {

struct TablePlace {
  std::filesystem::path directory;       ///< NAME.lance
  std::optional<std::uint64_t> version;  ///< the one that a bundle reads
};

/// The table of a bundle, or a Lance directory itself. Errors: kFileNotFound, those of opening a bundle.
[[nodiscard]] Result<TablePlace> find_table(const std::string& path_text);

/// The directory of a table that may be rewritten: not one of a bundle, whose versions belong to its models (kInvalidArgument).
[[nodiscard]] Result<std::filesystem::path> find_own_table(const std::string& path_text);

/// Where a table that may be rewritten lies or is to be made; not in a bundle (kInvalidArgument).
[[nodiscard]] Result<std::filesystem::path> own_place(const std::string& path_text);

/// The newest version of a table that may be rewritten, to be changed. Errors: those of find_own_table and Table::open.
[[nodiscard]] Result<Table> open_own_table(const TableOptions& options);

/// A version's number, or that of the version with this tag. `option` names it in errors: kInvalidArgument, kFileNotFound.
[[nodiscard]] Result<std::uint64_t> parse_version(const std::filesystem::path& table, const std::string& text,
                                                  const std::string& option);

/// A bundle's table at its generation's version, or any Lance directory at its newest one; with `--version`, that one.
/// What was noticed while opening is printed to standard error.
[[nodiscard]] Result<Table> open_table(const ReadOptions& options);

}  // namespace kinora::cli
