#pragma once

#include "store/filter/condition.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kinora::filter {

enum class ListTest : std::uint8_t { kAny, kAll };

/// Whether a list holds any, or all, of some items (at least one). A null item equals a null item.
[[nodiscard]] ConditionPointer make_list_test(ListTest test, std::size_t slot, std::vector<std::optional<std::string>> wanted);

}  // namespace kinora::filter
