#pragma once

#include "kinora/store/column.hpp"
#include "text_table.hpp"

#include <cstddef>
#include <string>

namespace kinora::cli {

/// One cell for a person: printable, lists without quotes, vectors by their first elements, a null faint.
[[nodiscard]] Cell shown_cell(const Column& column, std::size_t row);

/// Numbers stand on the right.
[[nodiscard]] Align alignment_of(DataType type);

/// "int64", "list<string>", "fixed_size_list<float, 100>".
[[nodiscard]] std::string type_name(const Field& field);

}  // namespace kinora::cli
