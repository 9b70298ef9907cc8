#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/page_layout/values.hpp"
#include "store/lance/read_budget.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace kinora::lance {

/// Joins the values of the chunks of a page.
class ValueJoiner {
 public:
  /// Error: kTableCorrupt (values of another width than before).
  [[nodiscard]] Result<void> add(const Values& values, std::string_view where);
  [[nodiscard]] Values finish();

 private:
  void add_bits(Bytes bits, std::uint64_t count, std::vector<std::byte>& to, std::uint64_t& size);

  Values joined_;
  std::vector<std::byte> bytes_;
  std::uint64_t size_in_bits_ = 0;
  std::vector<std::byte> element_bits_;
  std::uint64_t element_count_ = 0;
};

/// The dictionary's item for each index. Errors: kTableCorrupt, kTableUnsupported (the budget).
[[nodiscard]] Result<Values> look_up(const Values& dictionary, const Values& indices, ReadBudget& budget, std::string_view where);

}  // namespace kinora::lance
