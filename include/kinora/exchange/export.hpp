#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "kinora/store/table.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kinora {

enum class ExportFormat : std::uint8_t {
  kArrowFile,    ///< `.arrow`, `.feather`, `.ipc`
  kArrowStream,  ///< `.arrows`
  kNpy,          ///< `.npy`: one vector column as an array of float32, rows × dimension
  kJsonLines,    ///< `.jsonl`, `.ndjson`: an object a row, as cell_to_json writes its values
  kCsv           ///< `.csv`: a header, then a line a row; nothing between two commas is null, lists are JSON
};

/// What of a table is written, and how.
struct KINORA_EXPORT ExportOptions {
  std::optional<ExportFormat> format = {};  ///< not set: by the extension of the file
  std::vector<std::string> columns = {};    ///< in this order; empty: all (kNpy: the one vector column, or `vector`)
  std::string where = {};                   ///< a Filter; empty: all rows
};

/// Writes rows of a table, which is one version (Table::open, checkout), to a file, replacing it whole (a reader sees the old one
/// or the new one); returns their number:
///
///     export_table(table, "recent.arrow", {.columns = {"id", "title"}, .where = "year > 2000"})
///
/// import_columns gives equal columns from an Arrow file, and with the table's schema from the others too, but for numbers that
/// are not finite in JSON lines, where they are null. Memory: the columns, unless they are mapped, and 16 MB.
/// Errors: kInvalidArgument (unknown extension; .npy of no or several vector columns, or of null vectors; CSV of one column that
/// has nulls, whose lines would be blank), kFilterSyntax, kFilterType (also of an unknown column), kOutputUnwritable, kDiskFull,
/// kTableCorrupt, kTableUnsupported, kCancelled. Observed as the stage "write", in rows, but for .npy.
[[nodiscard]] KINORA_EXPORT Result<std::uint64_t> export_table(const Table& table, const std::filesystem::path& path,
                                                               const ExportOptions& options = {},
                                                               const Execution& execution = {});

/// The same for columns at hand: all rows of all of them. The format is by the extension if it is not given.
[[nodiscard]] KINORA_EXPORT Result<void> export_columns(std::span<const Column> columns, const std::filesystem::path& path,
                                                        std::optional<ExportFormat> format = {}, const Execution& execution = {});

}  // namespace kinora
