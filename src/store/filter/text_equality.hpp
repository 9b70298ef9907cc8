#pragma once

#include "store/filter/text_block.hpp"

#include <string_view>

namespace kinora::filter {

// Each sets kTrue for the strings of the block for which it holds and leaves the others as they are.

void mark_equal(const TextBlock& block, std::string_view wanted, Truth* out);
void mark_beginning_with(const TextBlock& block, std::string_view prefix, Truth* out);

}  // namespace kinora::filter
