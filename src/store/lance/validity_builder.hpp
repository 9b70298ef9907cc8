#pragma once

#include "kinora/store/column.hpp"
#include "store/lance/page_decoder.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kinora::lance {

/// Collects which rows of a column are null. Costs nothing as long as none is, and never more than the rows seen so far: how many
/// a manifest promises is not believed before the pages have shown it.
class ValidityBuilder {
 public:
  void set_null(std::size_t row);
  void set_null(std::size_t first, std::size_t count);
  /// What a page says of its rows, the first of which is row `first` of the column.
  void add_page(const PageValidity& validity, std::size_t first, std::size_t count);

  /// As Column::validity wants it for that many rows: empty if no row is null.
  [[nodiscard]] Buffer<std::uint8_t> finish(std::size_t rows);

 private:
  std::vector<std::uint8_t> bits_;
};

}  // namespace kinora::lance
