#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/data_file.hpp"
#include "store/lance/page_layout/layers.hpp"
#include "store/lance/page_layout/value_decoder.hpp"
#include "store/lance/page_layout/values.hpp"
#include "store/lance/read_budget.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace kinora::lance {

using Levels = std::vector<std::uint16_t>;

/// A page of data format 2.1 or 2.2, no longer compressed. All columns below one of the table's have pages of their own; each
/// says by itself, in its levels, where rows, lists and nulls are.
struct LeafPage {
  std::uint64_t rows = 0;
  Layers layers;
  Levels repetition;  ///< 0 continues the innermost list, the highest starts a row; empty if there is no list
  Levels definition;  ///< empty: all 0
  /// One for each level that is visible, or one for each row if there are no levels. Under nulls anything.
  Values values;
  bool all_null = false;  ///< then no value is there
};

/// Takes a page apart. If there are levels, there are as many of the one kind as of the other, none above what its layers have.
/// Errors: kTableCorrupt, kTableUnsupported (a layout or a compression that is not known, by name).
[[nodiscard]] Result<LeafPage> read_leaf_page(const Page& page, ReadBudget& budget, std::string_view where);

/// The three layouts, for read_leaf_page.
[[nodiscard]] Result<LeafPage> read_mini_block_page(const Page& page, const layout::MiniBlock& layout, ValueDecoder& decoder,
                                                    ReadBudget& budget, std::string_view where);
[[nodiscard]] Result<LeafPage> read_full_zip_page(const Page& page, const layout::FullZip& layout, ValueDecoder& decoder,
                                                  std::string_view where);
[[nodiscard]] Result<LeafPage> read_constant_page(const Page& page, const layout::Constant& layout, ValueDecoder& decoder,
                                                  ReadBudget& budget, std::string_view where);

/// Levels as they are compressed in one buffer.
[[nodiscard]] Result<void> append_levels(const layout::Compression& compression, Bytes buffer, std::uint64_t count,
                                         ValueDecoder& decoder, std::string_view where, Levels& levels);

}  // namespace kinora::lance
