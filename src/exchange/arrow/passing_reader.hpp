#pragma once

#include "exchange/arrow/column_reader.hpp"

namespace kinora::exchange {

/// Passes over a column of whatever type with known nodes and buffers; null if it has a type of which they are not known: a union
/// or one of a newer Arrow.
[[nodiscard]] std::unique_ptr<ArrowColumnReader> make_passing_reader(const arrow::Field& field);

}  // namespace kinora::exchange
