#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "store/lance/data_file_writer.hpp"
#include "store/lance/wire.pb.h"

#include <cstddef>
#include <span>
#include <vector>

namespace kinora::lance {

/// The rows at which pages end, for all columns alike: no column's page is much larger than 8 MB. Every page but the last has a
/// multiple of 16 rows, so that the pages of a column of 4- or 8-byte values or vectors are multiples of 64 bytes and lie back to
/// back in the file: the whole column can then be read in place.
[[nodiscard]] std::vector<std::size_t> cut_pages(std::span<const Column> columns);

/// Writes the pages of a column, which end at `page_ends`, and appends its metadata: two columns for a list, else one.
/// Null slots are written as zero or empty, so that the bytes depend on the values alone.
[[nodiscard]] Result<void> encode_column(const Column& column, std::span<const std::size_t> page_ends, DataFileWriter& writer,
                                         std::vector<wire::ColumnMetadata>& metadata);

}  // namespace kinora::lance
