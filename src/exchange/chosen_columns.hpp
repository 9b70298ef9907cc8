#pragma once

#include "kinora/base/result.hpp"
#include "kinora/exchange/import.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::exchange {

/// The schema's field of this name. Error: kInvalidArgument, with the names that there are.
[[nodiscard]] Result<Field> find_field(const Schema& schema, std::string_view column, std::string_view file);

/// Whether a column of the file is to be read.
[[nodiscard]] bool is_chosen(const ImportOptions& options, std::string_view name);

/// Whether the file, which has columns of these names, has all that are to be read. Error: kInvalidArgument.
[[nodiscard]] Result<void> check_chosen(const ImportOptions& options, std::span<const std::string> names, std::string_view file);

/// The chosen columns, which are all there, in the order in which they were chosen.
[[nodiscard]] std::vector<Column> in_chosen_order(std::vector<Column> columns, const ImportOptions& options);

}  // namespace kinora::exchange
