#pragma once

#include "store/filter/text_block.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::filter {

/// Unicode's simple case folding (CaseFolding.txt, C and S): one code point becomes one code point.
[[nodiscard]] std::string fold_case(std::string_view text);

/// The folded strings of a block; they lie in the buffers given, which are overwritten.
[[nodiscard]] TextBlock fold_case(const TextBlock& block, std::vector<char>& text, std::vector<std::uint64_t>& ends);

}  // namespace kinora::filter
