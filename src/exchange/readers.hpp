#pragma once

#include "exchange/arrow_form.hpp"
#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"
#include "kinora/exchange/import.hpp"
#include "textio/input_text.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

/// import_columns for each form of file. Their columns are whole: as many rows in each, ends that rise; whether the text is UTF-8
/// and the names are distinct is checked afterwards. All that are chosen are there, in the file's order.
namespace kinora::exchange {

[[nodiscard]] Result<std::vector<Column>> read_csv(const textio::InputText& input, const ImportOptions& options,
                                                   const Execution& execution);
[[nodiscard]] Result<std::vector<Column>> read_json_lines(const textio::InputText& input, const ImportOptions& options,
                                                          const Execution& execution);
[[nodiscard]] Result<std::vector<Column>> read_npy_vectors(std::span<const std::byte> bytes, std::string_view name,
                                                           const ImportOptions& options);

[[nodiscard]] Result<std::vector<Column>> read_arrow(std::span<const std::byte> bytes, std::string_view name, ArrowForm form,
                                                     const ImportOptions& options, const Execution& execution);

}  // namespace kinora::exchange
