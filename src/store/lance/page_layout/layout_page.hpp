#pragma once

#include "store/lance/page_layout.pb.h"
#include "store/lance/wire.pb.h"

#include <cstddef>
#include <cstdint>

namespace kinora::lance {

/// About what a page takes in the file.
inline constexpr std::size_t kLayoutPageBytes = std::size_t{8} << 20U;

/// A further page of a column, of rows [begin, end) of the file.
[[nodiscard]] wire::Page& add_layout_page(wire::ColumnMetadata& metadata, std::size_t begin, std::size_t end,
                                          const layout::PageLayout& layout);

/// Values of so many bits each, as they are.
[[nodiscard]] layout::Compression flat_bits(std::uint64_t bits);
/// Levels, uncompressed.
[[nodiscard]] layout::Compression flat_levels();
/// Strings, uncompressed.
[[nodiscard]] layout::Compression plain_texts();

}  // namespace kinora::lance
