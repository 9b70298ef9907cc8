#include "import_files.hpp"

#include "../terminal.hpp"
#include "kinora/exchange/import.hpp"

#include <algorithm>
#include <utility>

namespace kinora::cli {
namespace {

Error file_error(const char* what, const std::string& file, std::string expected, std::string found, std::string next_step) {
  return {.code = ErrorCode::kInvalidArgument,
          .what = what,
          .where = file,
          .expected = std::move(expected),
          .found = std::move(found),
          .next_step = std::move(next_step)};
}

Result<void> put_beside(std::vector<Column>& columns, std::vector<Column> others, const std::string& first,
                        const std::string& file) {
  for (Column& column : others) {
    const std::string& name = column.field.name;
    if (std::any_of(columns.begin(), columns.end(), [&](const Column& other) { return other.field.name == name; }))
      return fail(file_error("two of the files have a column of the same name", file, "", name,
                             "Files that are given together are put side by side; give one at a time to add their rows"));
    if (!columns.empty() && column.rows != columns.front().rows)
      return fail(file_error("the files have not the same number of rows", file,
                             counted(columns.front().rows, "row") + ", as " + first + " has", counted(column.rows, "row"), ""));
    columns.push_back(std::move(column));
  }
  return {};
}

}  // namespace

void add_file_options(const Command& command, FileOptions& options) {
  command.option("FILE", options.files, "CSV, JSON lines, .npy or Arrow; several are put side by side").required();
  command.option("--columns", options.columns, "Only these columns of the file; of a .npy file the name that its column gets")
      .value_name("A,B")
      .separated_by(',')
      .one_value_each();
}

Result<std::vector<Column>> read_files(const FileOptions& options, const std::optional<Schema>& schema,
                                       const Execution& execution) {
  if (options.files.size() > 1 && !options.columns.empty())
    return fail(
        file_error("columns can be chosen of one file only", "--columns", "one FILE", counted(options.files.size(), "file"), ""));
  std::vector<Column> columns;
  for (const std::string& file : options.files) {
    Result<std::vector<Column>> read = import_columns(file, {.schema = schema, .columns = options.columns}, execution);
    if (!read) return read;
    if (Result<void> fits = put_beside(columns, *std::move(read), options.files.front(), file); !fits) return fail(fits.error());
  }
  return columns;
}

}  // namespace kinora::cli
