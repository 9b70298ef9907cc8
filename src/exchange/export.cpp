#include "kinora/exchange/export.hpp"

#include "base/file_system.hpp"
#include "base/try.hpp"
#include "exchange/stage.hpp"
#include "exchange/writers.hpp"
#include "store/column_rows.hpp"
#include "store/lance/column_check.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace kinora {
namespace {

struct Extension {
  std::string_view text;
  ExportFormat format;
};
constexpr std::array<Extension, 8> kExtensions = {{{".arrow", ExportFormat::kArrowFile},
                                                   {".feather", ExportFormat::kArrowFile},
                                                   {".ipc", ExportFormat::kArrowFile},
                                                   {".arrows", ExportFormat::kArrowStream},
                                                   {".npy", ExportFormat::kNpy},
                                                   {".jsonl", ExportFormat::kJsonLines},
                                                   {".ndjson", ExportFormat::kJsonLines},
                                                   {".csv", ExportFormat::kCsv}}};

constexpr std::string_view kVectorName = "vector";

Result<ExportFormat> format_of(const std::filesystem::path& path, std::optional<ExportFormat> format) {
  if (format) return *format;
  const std::string extension = path.extension().string();
  for (const Extension& each : kExtensions)
    if (each.text == extension) return each.format;
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "the extension names no format to export to",
               .where = path.string(),
               .expected = ".arrow, .feather, .ipc, .arrows, .npy, .jsonl, .ndjson or .csv",
               .found = extension.empty() ? "none" : extension});
}

/// The one column of vectors, or the one that is called so.
template <class Fields>
Result<std::size_t> find_vectors(const Fields& fields, const std::filesystem::path& path) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (fields[i].type == DataType::kVector) found.push_back(i);
  if (found.size() == 1) return found.front();
  for (const std::size_t i : found)
    if (fields[i].name == kVectorName) return i;
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "an array is one column of vectors",
               .where = path.string(),
               .expected = "one, or one that is called 'vector'",
               .found = std::to_string(found.size()) + " columns of vectors",
               .next_step = "Name the column to export"});
}

std::vector<Field> fields_of(std::span<const Column> columns) {
  std::vector<Field> fields;
  for (const Column& column : columns) fields.push_back(column.field);
  return fields;
}

Result<void> write(std::span<const Column> columns, const std::filesystem::path& path, ExportFormat format,
                   const Execution& execution) {
  KINORA_TRY_VOID(lance::check_columns(columns));
  FileSystem& files = local_file_system();
  if (format == ExportFormat::kNpy) {
    KINORA_TRY(const std::size_t vectors, find_vectors(fields_of(columns), path));
    return exchange::write_npy_vectors(files, path, columns[vectors]);
  }
  const exchange::Stage stage(execution, "write", columns.front().rows, "rows");
  switch (format) {
    case ExportFormat::kArrowFile:
      return exchange::write_arrow(files, path, columns, exchange::ArrowForm::kFile, stage);
    case ExportFormat::kArrowStream:
      return exchange::write_arrow(files, path, columns, exchange::ArrowForm::kStream, stage);
    case ExportFormat::kCsv:
      return exchange::write_csv(files, path, columns, stage);
    default:
      return exchange::write_json_lines(files, path, columns, stage);
  }
}

/// The names of the columns to export, of which an array has one.
Result<std::vector<std::string>> names_of(const Table& table, const ExportOptions& options, ExportFormat format,
                                          const std::filesystem::path& path) {
  if (!options.columns.empty()) return options.columns;
  const std::vector<Field>& fields = table.schema().fields;
  if (format == ExportFormat::kNpy) {
    KINORA_TRY(const std::size_t vectors, find_vectors(fields, path));
    return std::vector<std::string>{fields[vectors].name};
  }
  std::vector<std::string> names;
  names.reserve(fields.size());
  for (const Field& field : fields) names.push_back(field.name);
  return names;
}

}  // namespace

Result<std::uint64_t> export_table(const Table& table, const std::filesystem::path& path, const ExportOptions& options,
                                   const Execution& execution) {
  KINORA_TRY(const ExportFormat format, format_of(path, options.format));
  KINORA_TRY(const std::vector<std::string> names, names_of(table, options, format, path));
  std::vector<std::uint64_t> rows;
  if (!options.where.empty()) {
    KINORA_TRY(const RowSelection selection, table.select(options.where));
    for (std::size_t row = 0; row < selection.size(); ++row)
      if (selection[row] != 0) rows.push_back(row);
  }
  std::vector<Column> columns;
  for (const std::string& name : names) {
    KINORA_TRY(Column column, table.column(name));
    columns.push_back(options.where.empty() ? std::move(column) : gather_rows(column, rows));
  }
  KINORA_TRY_VOID(write(columns, path, format, execution));
  return columns.front().rows;
}

Result<void> export_columns(std::span<const Column> columns, const std::filesystem::path& path,
                            std::optional<ExportFormat> format, const Execution& execution) {
  KINORA_TRY(const ExportFormat chosen, format_of(path, format));
  return write(columns, path, chosen, execution);
}

}  // namespace kinora
