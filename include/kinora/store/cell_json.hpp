#pragma once

#include "kinora/base/export.hpp"
#include "kinora/store/column.hpp"

#include <cstddef>
#include <string>

namespace kinora {

/// One cell as JSON text (RFC 8259): numbers by the shortest decimal that reads back as the same value of the column's type,
/// lists and vectors as arrays. A null, a null item and a number that is not finite, which JSON has no word for, are `null`;
/// bytes that are no UTF-8 become U+FFFD. `row` is below `column.rows`. Linear in the cell's size.
[[nodiscard]] KINORA_EXPORT std::string cell_to_json(const Column& column, std::size_t row);

}  // namespace kinora
