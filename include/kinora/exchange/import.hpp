#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kinora {

struct KINORA_EXPORT ImportOptions {
  std::optional<Schema> schema = {};      ///< of the table that takes the columns; not set: types are found out
  std::vector<std::string> columns = {};  ///< of the file, in this order, the others are passed over; empty: all
};

/// Reads a file as columns:
///
///     import_columns("films.csv")                                   for Table::overwrite: a new table
///     import_columns("films.csv", {.schema = table.schema()})       for table.append, table.merge_insert
///     import_columns("moods.npy", {.columns = {"mood"}})            for table.add_columns
///
/// What the file is, its bytes say, not its name: an Arrow IPC file or stream (`.arrow`, Feather version 2), NumPy's `.npy`, JSON
/// lines, or CSV with a header (also with tabs, `;` or `|`); the last two may be gzip-compressed and are read as UTF-8.
/// docs/formats/exchange.md has what stands for each type.
///
/// With a schema the file's columns are those of the same names, in the file's order, and are read as the schema's types; columns
/// that the file has not are left out. Numbers become those of another type if that holds them; float32 takes the nearest.
/// Without one, types are found out: in CSV and JSON lines a whole number is int64, another one float64; a list of as many
/// numbers in every row is a vector of float32, other lists are of strings. The one column of a `.npy` file is a vector; it has
/// the name that `columns` gives it, else that of the schema's one vector column, else `vector`.
///
/// All of the file or nothing: the first value that does not fit is an error that names line (Arrow, .npy: row, from 0) and
/// column, as is a column that the schema has not. Elements of vectors are finite and never null. Errors: kInvalidArgument (a
/// value or column that does not fit, a column of `columns` that the file has not), kFormatUnknown (the file is of no form that
/// is read, or is damaged; a type that is not supported is named), kFileNotFound, kFileUnreadable, kFileEmpty, kFileBinary,
/// kFileTruncated, kCancelled. Observed as the stage "read", in bytes. Deterministic; linear in the bytes.
[[nodiscard]] KINORA_EXPORT Result<std::vector<Column>> import_columns(const std::filesystem::path& path,
                                                                       const ImportOptions& options = {},
                                                                       const Execution& execution = {});

}  // namespace kinora
