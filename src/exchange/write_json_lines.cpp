#include "exchange/text_rows.hpp"
#include "exchange/writers.hpp"
#include "kinora/store/cell_json.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace kinora::exchange {

Result<void> write_json_lines(FileSystem& files, const std::filesystem::path& path, std::span<const Column> columns,
                              const Stage& stage) {
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(nlohmann::json(column.field.name).dump() + ":");
  const auto add_row = [&](std::string& text, std::size_t row) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      text += i == 0 ? '{' : ',';
      text += names[i];
      text += cell_to_json(columns[i], row);
    }
    text += "}\n";
  };
  return write_text_rows(files, path, {}, columns.front().rows, add_row, stage);
}

}  // namespace kinora::exchange
