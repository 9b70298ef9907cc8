// Any text as CSV and as JSON lines, with types that are found out and with those of a table.
#include "exchange/readers.hpp"
#include "store/lance/column_check.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using kinora::DataType;

bool is_about_text(const kinora::Error& error) {
  return error.what.find("UTF-8") != std::string::npos || error.what.find("within a character") != std::string::npos;
}

void look_at(const kinora::Result<std::vector<kinora::Column>>& columns) {
  if (!columns && columns.error().message().empty()) std::abort();
  if (!columns) return;
  for (const kinora::Column& column : *columns) {
    const auto checked = kinora::lance::check_columns(std::span(&column, 1));
    if (!checked && !is_about_text(checked.error())) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.empty()) return 0;
  const auto input = kinora::textio::InputText::of(text, "fuzz");
  const kinora::ImportOptions guessed;
  const kinora::ImportOptions typed = {.schema = kinora::Schema{{{.name = "id", .type = DataType::kInt64},
                                                                 {.name = "title", .type = DataType::kString},
                                                                 {.name = "year", .type = DataType::kInt32},
                                                                 {.name = "score", .type = DataType::kFloat32},
                                                                 {.name = "exact", .type = DataType::kFloat64},
                                                                 {.name = "seen", .type = DataType::kBool},
                                                                 {.name = "genres", .type = DataType::kStringList},
                                                                 {.name = "vector", .type = DataType::kVector, .dimension = 2}}}};
  for (const kinora::ImportOptions& options : {guessed, typed}) {
    look_at(kinora::exchange::read_csv(input, options, {}));
    look_at(kinora::exchange::read_json_lines(input, options, {}));
  }
  return 0;
}
