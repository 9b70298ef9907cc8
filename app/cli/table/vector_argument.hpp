#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/table.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::cli {

/// "[0.1, -0.2, 3e-4]", with or without the brackets. Error: kInvalidArgument.
[[nodiscard]] Result<std::vector<float>> parse_vector(std::string_view text);

/// The vector of the first row with an id. Errors: those of Table::column; kInvalidArgument if no row has the id, its vector is
/// null, or one of the columns is of another type.
[[nodiscard]] Result<std::vector<float>> vector_of_row(const Table& table, const std::string& vector_column,
                                                       const std::string& id_column, std::int64_t id);

}  // namespace kinora::cli
