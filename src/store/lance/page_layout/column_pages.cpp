#include "store/lance/page_layout/column_pages.hpp"

#include "base/try.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace kinora::lance {
namespace {

/// What a page refers to.
struct KeptPages {
  std::vector<std::shared_ptr<const void>> owners;
  std::vector<std::byte> validity;
  std::vector<std::uint64_t> ends;
  std::vector<std::uint64_t> list_ends;
};

Result<LeafPage> read_leaf(const Page& page, std::size_t lists, ReadBudget& budget, std::string_view where) {
  KINORA_TRY(LeafPage leaf, read_leaf_page(page, budget, where));
  if (leaf.layers.layers.size() == lists + 1 && leaf.layers.lists == lists && !leaf.layers.layers.front().list) return leaf;
  return corrupt(where, "a page is not of the layers that its column has", std::to_string(lists + 1),
                 std::to_string(leaf.layers.layers.size()));
}

/// A bit for each visible level; none if all are there.
void set_validity(const LeafPage& leaf, PageValidity& validity, KeptPages& kept) {
  if (leaf.all_null && leaf.repetition.empty()) {
    validity.all_null = true;
    return;
  }
  if (std::none_of(leaf.definition.begin(), leaf.definition.end(),
                   [&](auto level) { return level != 0 && leaf.layers.visible(level); }))
    return;
  std::size_t item = 0;
  for (const std::uint16_t level : leaf.definition) {
    if (!leaf.layers.visible(level)) continue;
    if (item % 8 == 0) kept.validity.push_back(std::byte{0});
    if (level == 0) kept.validity.back() |= static_cast<std::byte>(1U << (item % 8));
    ++item;
  }
  validity.bits = kept.validity;
}

Result<void> check_elements(const LeafPage& leaf, std::string_view where) {
  const Values& values = leaf.values;
  if (values.element_validity.empty()) return {};
  for (std::size_t row = 0; row < values.count; ++row) {
    if (!leaf.definition.empty() && leaf.definition[row] != 0) continue;
    for (std::uint64_t i = row * values.elements; i < (row + 1) * values.elements; ++i)
      if (!bit_at(values.element_validity, i)) return unsupported(where, "nulls inside of vectors");
  }
  return {};
}

Result<TextPage> make_text_page(LeafPage& leaf, std::string_view where, const std::shared_ptr<KeptPages>& kept) {
  TextPage page;
  std::uint64_t items = leaf.rows;
  if (!leaf.repetition.empty() || leaf.layers.lists != 0)
    items = leaf.definition.empty()
                ? leaf.repetition.size()
                : static_cast<std::uint64_t>(std::count_if(leaf.definition.begin(), leaf.definition.end(),
                                                           [&](auto level) { return leaf.layers.visible(level); }));
  page.rows = items;
  set_validity(leaf, page.validity, *kept);
  page.strings.rows = items;
  if (!page.validity.all_null) {
    if (leaf.values.count != 0 && !leaf.values.variable()) return corrupt(where, "a page of strings has values of one width");
    kept->ends = std::move(leaf.values.ends);
    kept->ends.resize(static_cast<std::size_t>(items));  // 0 only if all of the items are null
    kept->owners = std::move(leaf.values.owners);
    page.strings.text = leaf.values.bytes;
    page.strings.ends = std::as_bytes(std::span(kept->ends));
  }
  page.owner = kept;
  return page;
}

/// Where the lists of the page end among its items.
Result<ListPage> make_list_page(const LeafPage& leaf, std::string_view where, KeptPages& kept) {
  const LayerLevels& list = leaf.layers.layers.back();
  std::vector<std::size_t> nulls;
  std::uint64_t items = 0;
  for (std::size_t i = 0; i < leaf.repetition.size(); ++i) {
    const std::uint32_t level = leaf.definition.empty() ? 0U : leaf.definition[i];
    const bool visible = leaf.layers.visible(level);
    if (leaf.repetition[i] != 0) {
      kept.list_ends.push_back(items);
      if (!visible && level == list.null) nulls.push_back(kept.list_ends.size() - 1);
    } else if (i == 0 || !visible || !leaf.layers.visible(leaf.definition.empty() ? 0U : leaf.definition[i - 1])) {
      return corrupt(where, "a list that is null or empty, or that did not start, goes on");
    }
    if (visible) kept.list_ends.back() = ++items;
  }
  if (kept.list_ends.size() != leaf.rows)
    return corrupt(where, "a page has not one list for each row", std::to_string(leaf.rows),
                   std::to_string(kept.list_ends.size()));
  ListPage page;
  page.rows = leaf.rows;
  page.items = items;
  page.null_adjustment = items + 1;
  for (const std::size_t row : nulls) kept.list_ends[row] += page.null_adjustment;
  page.ends = std::as_bytes(std::span(kept.list_ends));
  return page;
}

}  // namespace

Result<FixedPage> read_fixed_leaf(const Page& page, std::uint64_t bits, std::uint64_t dimension, ReadBudget& budget,
                                  std::string_view where) {
  KINORA_TRY(LeafPage leaf, read_leaf(page, 0, budget, where));
  const auto kept = std::make_shared<KeptPages>();
  FixedPage result;
  result.rows = leaf.rows;
  set_validity(leaf, result.validity, *kept);
  result.owner = kept;
  if (result.validity.all_null || leaf.rows == 0) return result;
  std::uint64_t row_bits = 0;
  const bool fits = !__builtin_mul_overflow(bits, dimension, &row_bits) && leaf.values.bits == row_bits;
  // The one value of a constant page is no less than a byte.
  const bool widened_bool = row_bits == 1 && leaf.values.bits == 8;
  if (!fits && !widened_bool)
    return corrupt(where, "the values of a page are of the wrong width", std::to_string(row_bits) + " bits",
                   std::to_string(leaf.values.bits) + " bits");
  KINORA_TRY_VOID(check_elements(leaf, where));
  if (widened_bool) {
    std::vector<std::byte> packed(static_cast<std::size_t>((leaf.rows + 7) / 8));
    for (std::size_t row = 0; row < leaf.rows; ++row)
      if (leaf.values.bytes[row] != std::byte{0}) packed[row / 8] |= static_cast<std::byte>(1U << (row % 8));
    leaf.values.bytes = keep(std::move(packed), leaf.values);
  }
  result.values = leaf.values.bytes;
  // Values that lie in the file are the file's, so that they can be joined to those of the next page.
  if (leaf.values.owners.empty() && kept->validity.empty()) result.owner = nullptr;
  kept->owners = std::move(leaf.values.owners);
  return result;
}

Result<TextPage> read_text_leaf(const Page& page, ReadBudget& budget, std::string_view where) {
  KINORA_TRY(LeafPage leaf, read_leaf(page, 0, budget, where));
  return make_text_page(leaf, where, std::make_shared<KeptPages>());
}

Result<TextListPage> read_text_list_leaf(const Page& page, ReadBudget& budget, std::string_view where) {
  KINORA_TRY(LeafPage leaf, read_leaf(page, 1, budget, where));
  const auto kept = std::make_shared<KeptPages>();
  TextListPage result;
  KINORA_TRY(result.lists, make_list_page(leaf, where, *kept));
  KINORA_TRY(result.items, make_text_page(leaf, where, kept));
  result.lists.owner = kept;
  return result;
}

}  // namespace kinora::lance
