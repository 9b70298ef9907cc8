#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace kinora::lance {

/// A version of Lance's data files, and the three ways in which it is told.
struct DataFormat {
  std::string_view name;                     ///< in the manifest
  std::uint32_t major, minor;                ///< in the description of a data file
  std::uint16_t footer_major, footer_minor;  ///< at the end of a data file
  bool one_column_per_field;                 ///< a list and its items are one column of the file, not two
};

inline constexpr DataFormat kFormat20 = {"2.0", 2, 0, 0, 3, false};
inline constexpr DataFormat kFormat22 = {"2.2", 2, 2, 2, 2, true};

/// The format of this name, or null if it is none that can be written: LanceDB does not read our pages of 2.2 in a file of 2.1,
/// whose chunks must be smaller than a long string.
[[nodiscard]] constexpr const DataFormat* find_writable_format(std::string_view name) {
  for (const DataFormat* format : {&kFormat20, &kFormat22})
    if (format->name == name) return format;
  return nullptr;
}

}  // namespace kinora::lance
