#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "store/lance/data_file_writer.hpp"
#include "store/lance/wire.pb.h"

namespace kinora::lance {

/// encode_column_layout for lists of strings: their rows are told by levels beside the items.
[[nodiscard]] Result<void> encode_list_pages(const Column& column, DataFileWriter& writer, wire::ColumnMetadata& metadata);

}  // namespace kinora::lance
