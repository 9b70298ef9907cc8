#pragma once

#include "kinora/base/export.hpp"

#include <cstddef>
#include <string_view>

namespace kinora {

/// The least number of bytes inserted, removed or replaced that makes one text of the other (Levenshtein 1966).
/// O(a.size() · b.size()) time, O(b.size()) memory; thread-safe.
[[nodiscard]] KINORA_EXPORT std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace kinora
