#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// The constants of a data file (docs/formats/lance.md), for its reader and its writer.
namespace kinora::lance {

inline constexpr std::string_view kMagic = "LANC";
inline constexpr std::size_t kDataFooterSize = 40;
inline constexpr std::size_t kTableEntrySize = 16;  ///< u64 offset, u64 size
inline constexpr std::size_t kBufferAlignment = 64;
/// Formats 2.1 and 2.2 call themselves so in the file's footer.
inline constexpr std::uint16_t kLaidOutMajor = 2;

inline constexpr std::string_view kColumnEncodingType = "/lance.encodings.ColumnEncoding";
inline constexpr std::string_view kArrayEncodingType = "/lance.encodings.ArrayEncoding";
/// Of a page of format 2.1 and later.
inline constexpr std::string_view kPageLayoutType = "/lance.encodings21.PageLayout";
/// The message ColumnEncoding{values: Empty{}}: no index over the column's pages, no blobs.
inline constexpr std::string_view kPlainColumn = {"\x0a\x00", 2};

}  // namespace kinora::lance
