#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "store/lance/data_file_writer.hpp"
#include "store/lance/wire.pb.h"

namespace kinora::lance {

/// Writes the pages of a column in data format 2.2, uncompressed, each of about 8 MB; returns its metadata. The pages of
/// vectors without nulls lie back to back, as in format 2.0. Null slots are written as zero or empty, so that the bytes depend on
/// the values alone. Error: kInvalidArgument (strings of 2 GB), besides those of writing.
[[nodiscard]] Result<wire::ColumnMetadata> encode_column_layout(const Column& column, DataFileWriter& writer);

}  // namespace kinora::lance
