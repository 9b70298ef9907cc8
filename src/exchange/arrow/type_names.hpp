#pragma once

#include "store/lance/arrow_format_generated.h"

#include <string>

namespace kinora::exchange {

/// The type of a field for a message: "timestamp", "list of float64".
[[nodiscard]] std::string name_of_type(const arrow::Field& field);

/// The bits of a whole number, negative if it has no sign; 0 if there are as many as no number has.
[[nodiscard]] int signed_bits(const arrow::IntType* type);

/// The one field within a list; null if there is not exactly one.
[[nodiscard]] const arrow::Field* item_of(const arrow::Field& field);

}  // namespace kinora::exchange
