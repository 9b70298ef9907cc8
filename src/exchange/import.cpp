#include "kinora/exchange/import.hpp"

#include "base/file_system.hpp"
#include "base/try.hpp"
#include "exchange/chosen_columns.hpp"
#include "exchange/readers.hpp"
#include "store/lance/column_check.hpp"
#include "textio/input_text.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace kinora {
namespace {

using exchange::ArrowForm;
using textio::InputText;

constexpr std::string_view kArrowFileMagic("ARROW1\0", 7);  // padded; what is only called so may be a CSV header
constexpr std::string_view kArrowStreamMark = "\xFF\xFF\xFF\xFF";
constexpr std::string_view kNpyMagic = "\x93NUMPY";

/// Files that one may well try, and what to do with them.
struct Foreign {
  std::string_view magic;
  std::string_view name;
  std::string_view next_step;
};
constexpr std::array<Foreign, 5> kForeign = {
    {{"PAR1", "a Parquet file", "Write it as Arrow: pyarrow.feather.write_feather(table, path)"},
     {"FEA1", "a Feather file of version 1", "Write it as version 2"},
     {"PK\x03\x04", "a zip archive (.npz, .xlsx)", "Unpack it, or save the array with numpy.save"},
     {"\x89HDF", "an HDF5 file", "Write the array with numpy.save"},
     {"SQLite format 3", "a SQLite database", "Write the rows as CSV: sqlite3 -header -csv FILE 'SELECT ...'"}}};

Result<std::vector<Column>> read_text(const std::filesystem::path& path, const ImportOptions& options,
                                      const Execution& execution) {
  KINORA_TRY(const InputText input, InputText::open(path, execution));
  // A text has something but white space.
  const char first = input.text()[input.text().find_first_not_of(" \t\r\n")];
  if (first == '[')
    return fail({.code = ErrorCode::kFormatUnknown,
                 .what = "the file is one JSON array",
                 .where = path.string(),
                 .expected = "an object a line",
                 .next_step = "Write it as JSON lines: jq -c '.[]' FILE"});
  return first == '{' ? exchange::read_json_lines(input, options, execution) : exchange::read_csv(input, options, execution);
}

Result<std::vector<Column>> read_any(const std::filesystem::path& path, const ImportOptions& options,
                                     const Execution& execution) {
  const std::string name = path.string();
  KINORA_TRY(const auto file, local_file_system().map(path));
  const std::string_view text = file->text();
  if (text.starts_with(kArrowFileMagic)) return exchange::read_arrow(file->bytes(), name, ArrowForm::kFile, options, execution);
  if (text.starts_with(kArrowStreamMark))
    return exchange::read_arrow(file->bytes(), name, ArrowForm::kStream, options, execution);
  if (text.starts_with(kNpyMagic)) return exchange::read_npy_vectors(file->bytes(), name, options);
  for (const Foreign& foreign : kForeign)
    if (text.starts_with(foreign.magic))
      return fail({.code = ErrorCode::kFormatUnknown,
                   .what = "files of this form are not read",
                   .where = name,
                   .expected = "Arrow IPC, .npy, JSON lines or CSV",
                   .found = std::string(foreign.name),
                   .next_step = std::string(foreign.next_step)});
  return read_text(path, options, execution);
}

}  // namespace

Result<std::vector<Column>> import_columns(const std::filesystem::path& path, const ImportOptions& options,
                                           const Execution& execution) {
  KINORA_TRY(std::vector<Column> columns, read_any(path, options, execution));
  columns = exchange::in_chosen_order(std::move(columns), options);
  if (auto checked = lance::check_columns(columns); !checked) {
    Error error = std::move(checked).error();
    error.where = path.string() + ", " + error.where;
    return tl::unexpected<Error>(std::move(error));
  }
  return columns;
}

}  // namespace kinora
