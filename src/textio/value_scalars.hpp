#pragma once

#include "textio/value_cursor.hpp"

#include <cstddef>
#include <memory_resource>
#include <string_view>

namespace kinora::textio {

struct ScannedString {
  std::string_view text;   ///< decoded: a view into the source if nothing is escaped, else in the arena
  std::size_t end = 0;     ///< offset after the closing quote, or of the error
  std::string_view error;  ///< what was expected; empty if all is well
};

/// Reads the string whose opening quote stands at `begin`.
[[nodiscard]] ScannedString scan_string(std::string_view source, std::size_t begin, ValueSyntax syntax,
                                        std::pmr::memory_resource& arena);

/// The length of the number with which `text` starts; 0 if it starts with none.
[[nodiscard]] std::size_t number_length(std::string_view text, ValueSyntax syntax);

}  // namespace kinora::textio
