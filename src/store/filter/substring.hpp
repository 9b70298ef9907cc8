#pragma once

#include "store/filter/text_block.hpp"

#include <string_view>

namespace kinora::filter {

/// Sets kTrue for each string of the block that holds `needle` (not empty); leaves the others as they are. Goes over the whole
/// block's bytes at once, with the widest instruction set of the processor.
void mark_containing(const TextBlock& block, std::string_view needle, Truth* out);

}  // namespace kinora::filter
