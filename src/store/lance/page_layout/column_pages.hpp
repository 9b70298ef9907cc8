#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/page_decoder.hpp"
#include "store/lance/page_layout/leaf_page.hpp"

#include <cstdint>
#include <string_view>

namespace kinora::lance {

/// Pages of data formats 2.1 and 2.2 in the form that those of 2.0 have. What they refer to that is not the file's own is kept by
/// `owner`. Errors: kTableCorrupt, kTableUnsupported.
[[nodiscard]] Result<FixedPage> read_fixed_leaf(const Page& page, std::uint64_t bits, std::uint64_t dimension, ReadBudget& budget,
                                                std::string_view where);
[[nodiscard]] Result<TextPage> read_text_leaf(const Page& page, ReadBudget& budget, std::string_view where);

[[nodiscard]] Result<TextListPage> read_text_list_leaf(const Page& page, ReadBudget& budget, std::string_view where);

}  // namespace kinora::lance
