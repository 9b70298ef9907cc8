// Any bytes as an Arrow IPC file and as a stream, with and without a schema: what is read must be whole columns.
#include "exchange/readers.hpp"
#include "store/lance/column_check.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

namespace {

using kinora::DataType;
using kinora::ImportOptions;
using kinora::exchange::ArrowForm;

bool is_about_text(const kinora::Error& error) {
  return error.what.find("UTF-8") != std::string::npos || error.what.find("within a character") != std::string::npos;
}

/// Columns that tables take, but for their names and texts, which an import checks afterwards.
void look_at(const std::vector<kinora::Column>& columns) {
  for (const kinora::Column& column : columns) {
    const auto checked = kinora::lance::check_columns(std::span(&column, 1));
    if (!checked && !is_about_text(checked.error())) std::abort();
  }
}

/// A schema whose columns have the names of the seeds'.
ImportOptions with_schema(DataType type) {
  ImportOptions options;
  options.schema.emplace();
  for (const char* name : {"i8", "u64", "f64", "flag", "text", "named", "tags", "vector", "doubles", "nothing"})
    options.schema->fields.push_back({.name = name, .type = type, .dimension = type == DataType::kVector ? 2U : 0U});
  return options;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // The last byte chooses, so that the seeds are files as they are.
  const std::uint8_t choice = data[size - 1];
  std::vector<ImportOptions> all(3);
  all[1] = with_schema(static_cast<DataType>(choice % static_cast<unsigned>(DataType::kForeign)));
  all[2].columns = {"text"};
  for (const ImportOptions& options : all)
    for (const ArrowForm form : {ArrowForm::kFile, ArrowForm::kStream}) {
      const auto columns = kinora::exchange::read_arrow(std::as_bytes(std::span(data, size)), "fuzz", form, options, {});
      if (columns) look_at(*columns);
      if (!columns && columns.error().message().empty()) std::abort();
    }
  return 0;
}
