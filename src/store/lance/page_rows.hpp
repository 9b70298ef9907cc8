#pragma once

#include "store/lance/page_decoder.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace kinora::lance {

/// Rows of a page, or items of its lists: counted from its first, ascending.
using PageRows = std::vector<std::size_t>;

/// The wanted rows of a column, page by page: all of them, or those that are named.
class RowChoice {
 public:
  RowChoice() = default;
  /// Ascending; they must outlive this.
  explicit RowChoice(std::span<const std::uint64_t> rows) : all_(false), rows_(rows) {}

  [[nodiscard]] bool all() const { return all_; }
  /// The wanted ones of the next `count` rows; nothing: all of them.
  [[nodiscard]] std::optional<PageRows> next(std::uint64_t count);

 private:
  bool all_ = true;
  std::span<const std::uint64_t> rows_;  ///< those that are still to come
  std::uint64_t first_ = 0;
};

/// These rows of a page as a page of its own, without a look at the others. Each row is `row_bits` wide: 1, or whole bytes.
[[nodiscard]] FixedPage take_rows(const FixedPage& page, const PageRows& rows, std::uint64_t row_bits);
/// The same of strings. Error: kTableCorrupt, if one of them ends before it starts or behind the text.
[[nodiscard]] Result<TextPage> take_rows(const TextPage& page, const PageRows& rows, std::string_view where);

/// These lists of a page, and which of its items they have. Error: kTableCorrupt, as for all lists.
struct TakenLists {
  ListPage lists;
  PageRows items;
};
[[nodiscard]] Result<TakenLists> take_rows(const ListPage& page, const PageRows& rows, std::string_view where);

}  // namespace kinora::lance
