#pragma once

#include "kinora/store/column.hpp"
#include "store/lance/arrow_format_generated.h"

#include <span>

namespace kinora::exchange {

/// The columns' fields as Arrow's schema.
[[nodiscard]] flatbuffers::Offset<arrow::Schema> make_arrow_schema(flatbuffers::FlatBufferBuilder& builder,
                                                                   std::span<const Column> columns);

}  // namespace kinora::exchange
