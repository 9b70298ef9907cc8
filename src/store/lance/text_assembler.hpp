#pragma once

#include "kinora/base/result.hpp"
#include "kinora/store/column.hpp"
#include "store/lance/page_decoder.hpp"
#include "store/lance/read_budget.hpp"
#include "store/lance/validity_builder.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kinora::lance {

enum class TextKind : std::uint8_t { kUtf8, kBytes };

/// Joins pages of strings to Column::text and Column::text_ends. One plain page without nulls is viewed in place.
class TextAssembler {
 public:
  explicit TextAssembler(TextKind kind) : kind_(kind) {}

  void add(TextPage page, std::string where);
  void add_nulls(std::size_t rows);

  /// Strings so far.
  [[nodiscard]] std::size_t size() const { return size_; }

  /// Checks every end and, unless they are but bytes, every character, and fills the column. Errors: kTableCorrupt,
  /// kTableUnsupported.
  [[nodiscard]] Result<void> finish(ReadBudget& budget, ValidityBuilder& validity, Column& column);

 private:
  struct Part {
    TextPage page;
    std::string where;
  };

  TextKind kind_;
  std::vector<Part> parts_;
  std::size_t size_ = 0;
};

}  // namespace kinora::lance
