#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/bytes.hpp"
#include "store/lance/data_file.hpp"
#include "store/lance/read_budget.hpp"

#include <cstdint>
#include <memory>
#include <string_view>

namespace kinora::lance {

/// Which rows of a page are null, beside what the values themselves say.
struct PageValidity {
  bool all_null = false;  ///< then there are no buffers
  Bytes bits;             ///< least significant first, 1 = valid; empty = all valid
};

/// Values of one width, back to back.
struct FixedPage {
  std::uint64_t rows = 0;
  PageValidity validity;
  Bytes values;                       ///< rows × the width, exactly; empty if all_null
  std::shared_ptr<const void> owner;  ///< of bits and values, if they are not the file's
};

/// Strings: each row's end in the text, with the null adjustment added where the row is null.
struct PlainTextPage {
  std::uint64_t rows = 0;
  Bytes ends;  ///< u64 each
  Bytes text;
  std::uint64_t null_adjustment = 0;
};

struct TextPage {
  std::uint64_t rows = 0;
  PageValidity validity;
  PlainTextPage strings;  ///< of the rows, or of the dictionary's items
  bool dictionary = false;
  Bytes indices;  ///< dictionary only; 0 = null, k = item k - 1
  std::size_t index_width = 0;
  std::shared_ptr<const void> owner;  ///< of all of these, and of the file
};

/// Lists: each row's end among the items of this page, with the null adjustment added where the row is null.
struct ListPage {
  std::uint64_t rows = 0;
  bool all_null = false;
  Bytes ends;  ///< u64 each
  std::uint64_t null_adjustment = 0;
  std::uint64_t items = 0;
  std::shared_ptr<const void> owner;  ///< of the ends, if they are not the file's
};

/// A page of lists of strings of data format 2.1 or 2.2, which has the lists and their items.
struct TextListPage {
  ListPage lists;
  TextPage items;
};

/// These take a page apart as its encoding says; every buffer is checked to be as long as the rows need; what the values say is
/// not looked at. `bits` is the width of one value, `dimension` how many values make a row. Compressed pages are made into plain
/// ones. Errors: kTableUnsupported (an encoding not listed in docs/formats/lance.md, by name; the budget), kTableCorrupt.
[[nodiscard]] Result<FixedPage> decode_fixed_page(const Page& page, std::uint64_t bits, std::uint64_t dimension,
                                                  ReadBudget& budget, std::string_view where);
[[nodiscard]] Result<TextPage> decode_text_page(const Page& page, ReadBudget& budget, std::string_view where);
/// Lists of data format 2.0; their items are pages of their own.
[[nodiscard]] Result<ListPage> decode_list_page(const Page& page, std::string_view where);
[[nodiscard]] Result<TextListPage> decode_text_list_page(const Page& page, ReadBudget& budget, std::string_view where);

}  // namespace kinora::lance
