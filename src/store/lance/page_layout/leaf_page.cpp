#include "store/lance/page_layout/leaf_page.hpp"

#include "base/try.hpp"

#include <algorithm>
#include <string>

namespace kinora::lance {
namespace {

constexpr std::uint64_t kLevelBits = 16;

Result<LeafPage> read_layout(const Page& page, const layout::PageLayout& layout, ReadBudget& budget, std::string_view where) {
  ValueDecoder decoder(budget, where);
  switch (layout.kind_case()) {
    case layout::PageLayout::kMiniBlock:
      return read_mini_block_page(page, layout.mini_block(), decoder, budget, where);
    case layout::PageLayout::kFullZip:
      return read_full_zip_page(page, layout.full_zip(), decoder, where);
    case layout::PageLayout::kConstant:
      return read_constant_page(page, layout.constant(), decoder, budget, where);
    case layout::PageLayout::kBlob:
      return unsupported(where, "pages laid out as 'blob'");
    case layout::PageLayout::kSparse:
      return unsupported(where, "pages laid out as 'sparse'");
    case layout::PageLayout::KIND_NOT_SET:
      break;
  }
  return unsupported(where, "pages laid out in a way of a newer Lance");
}

/// The levels fit one another and the page's layers, and there is a value for each that is visible.
Result<void> check_levels(const LeafPage& page, std::string_view where) {
  const Layers& layers = page.layers;
  if ((layers.lists == 0) != page.repetition.empty() && page.rows != 0)
    return corrupt(where, "a page of lists has no repetition levels, or one without lists has some");
  if (!page.repetition.empty() && !page.definition.empty() && page.repetition.size() != page.definition.size())
    return corrupt(where, "a page has not as many definition levels as repetition levels", std::to_string(page.repetition.size()),
                   std::to_string(page.definition.size()));
  if (std::any_of(page.repetition.begin(), page.repetition.end(), [&](auto level) { return level > layers.lists; }) ||
      std::any_of(page.definition.begin(), page.definition.end(), [&](auto level) { return level > layers.highest; }))
    return corrupt(where, "a page has a level that its layers do not have");
  if (page.definition.empty() && layers.highest != 0 && !page.all_null && page.rows != 0)
    return corrupt(where, "a page of nullable layers has no definition levels");
  if (page.all_null) return {};
  std::uint64_t visible = page.repetition.empty() ? page.rows : page.repetition.size();
  if (!page.definition.empty()) {
    visible = static_cast<std::uint64_t>(
        std::count_if(page.definition.begin(), page.definition.end(), [&](auto level) { return layers.visible(level); }));
    if (layers.lists == 0 && page.definition.size() != page.rows)
      return corrupt(where, "a page has not one definition level for each row", std::to_string(page.rows),
                     std::to_string(page.definition.size()));
  }
  if (visible != page.values.count)
    return corrupt(where, "a page has not one value for each of its levels", std::to_string(visible),
                   std::to_string(page.values.count));
  return {};
}

}  // namespace

Result<LeafPage> read_leaf_page(const Page& page, ReadBudget& budget, std::string_view where) {
  layout::PageLayout layout;
  if (!layout.ParseFromString(page.encoding)) return corrupt(where, "a page's layout is not a well-formed message");
  KINORA_TRY(LeafPage leaf, read_layout(page, layout, budget, where));
  leaf.rows = page.rows;
  KINORA_TRY_VOID(check_levels(leaf, where));
  return leaf;
}

Result<void> append_levels(const layout::Compression& compression, Bytes buffer, std::uint64_t count, ValueDecoder& decoder,
                           std::string_view where, Levels& levels) {
  KINORA_TRY(const Values values, decoder.block(compression, buffer, count));
  if (values.bits != kLevelBits) return corrupt(where, "the levels of a page are not of 16 bits");
  const std::size_t before = levels.size();
  levels.resize(before + static_cast<std::size_t>(count));
  if (count != 0) std::memcpy(levels.data() + before, values.bytes.data(), values.bytes.size());
  return {};
}

}  // namespace kinora::lance
