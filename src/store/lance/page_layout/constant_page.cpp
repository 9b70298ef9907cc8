#include "base/try.hpp"
#include "store/lance/page_layout/leaf_page.hpp"

#include <algorithm>
#include <string>

namespace kinora::lance {
namespace {

/// The one value of a page: the buffers of an Arrow array of one element as [u32 how many][u32 size of each], then each of them.
/// Of a value of any length they are its two i32 offsets and its bytes.
Result<Bytes> stored_value(Bytes buffer, bool& variable, std::string_view where) {
  constexpr std::size_t kWord = sizeof(std::uint32_t);
  if (buffer.size() < kWord) return corrupt(where, "the value of a constant page is cut off");
  const std::size_t count = load<std::uint32_t>(buffer, 0);
  if (count != 1 && count != 2) return unsupported(where, "constant pages of values of " + std::to_string(count) + " buffers");
  if (buffer.size() < kWord * (1 + count)) return corrupt(where, "the value of a constant page is cut off");
  const std::uint64_t first_size = load<std::uint32_t>(buffer, kWord);
  const Bytes body = buffer.subspan(kWord * (1 + count));
  if (first_size > body.size()) return corrupt(where, "the value of a constant page is cut off");
  variable = count == 2;
  if (!variable) {
    if (first_size != body.size()) return corrupt(where, "bytes follow upon the value of a constant page");
    return body;
  }
  const std::uint64_t size = load<std::uint32_t>(buffer, 2 * kWord);
  const Bytes value = body.subspan(static_cast<std::size_t>(first_size));
  if (first_size != 2 * kWord || size != value.size() || load<std::uint32_t>(body, 0) != 0 ||
      load<std::uint32_t>(body, kWord) != size)
    return corrupt(where, "the value of a constant page is not one string");
  return value;
}

class ConstantReader {
 public:
  ConstantReader(const layout::Constant& layout, ValueDecoder& decoder, ReadBudget& budget, std::string_view where)
      : layout_(layout), decoder_(decoder), budget_(budget), where_(where) {}

  Result<LeafPage> read(const Page& page) {
    KINORA_TRY(page_.layers, read_layers(layout_.layers(), where_));
    page_.rows = page.rows;
    std::span<const Bytes> buffers = page.buffers;
    // [value][repetition, definition], either or both of them left out.
    if (buffers.size() > 3) return unsupported(where_, "constant pages of " + std::to_string(buffers.size()) + " buffers");
    Bytes value = std::as_bytes(std::span(layout_.inline_value()));
    bool has_value = layout_.has_inline_value();
    bool variable = false;
    if (buffers.size() % 2 == 1) {
      if (has_value) return corrupt(where_, "a constant page has two values");
      KINORA_TRY(value, stored_value(buffers[0], variable, where_));
      has_value = true;
      buffers = buffers.subspan(1);
    }
    if (!buffers.empty()) {
      KINORA_TRY_VOID(read_levels(buffers[0], layout_.has_repetition() ? &layout_.repetition() : nullptr,
                                  layout_.num_repetition_levels(), page_.repetition));
      KINORA_TRY_VOID(read_levels(buffers[1], layout_.has_definition() ? &layout_.definition() : nullptr,
                                  layout_.num_definition_levels(), page_.definition));
    }
    if (has_value) {
      KINORA_TRY_VOID(repeat(value, variable));
    } else {
      KINORA_TRY_VOID(check_all_null());
    }
    return std::move(page_);
  }

 private:
  /// Without a compression they are u16 as they are.
  Result<void> read_levels(Bytes buffer, const layout::Compression* compression, std::uint64_t count, Levels& levels) {
    if (compression != nullptr) {
      KINORA_TRY_VOID(budget_.take_beyond(count, buffer.size() / sizeof(std::uint16_t), where_));
      return append_levels(*compression, buffer, count, decoder_, where_, levels);
    }
    if (buffer.size() % sizeof(std::uint16_t) != 0) return corrupt(where_, "the levels of a page are cut off");
    levels.resize(buffer.size() / sizeof(std::uint16_t));
    if (!levels.empty()) std::memcpy(levels.data(), buffer.data(), buffer.size());
    return {};
  }

  Result<void> repeat(Bytes value, bool variable) {
    if (!variable && value.empty()) return corrupt(where_, "the value of a constant page is empty");
    std::uint64_t count = page_.repetition.empty() ? page_.rows : page_.repetition.size();
    if (!page_.definition.empty())
      count = static_cast<std::uint64_t>(std::count_if(page_.definition.begin(), page_.definition.end(),
                                                       [&](auto level) { return page_.layers.visible(level); }));
    KINORA_TRY_VOID(budget_.take(count, value.size() + (variable ? sizeof(std::uint64_t) : 0), where_));
    Values& values = page_.values;
    values.count = count;
    values.bits = variable ? 0 : 8 * value.size();
    std::vector<std::byte> bytes;
    bytes.reserve(static_cast<std::size_t>(count) * value.size());
    for (std::uint64_t i = 0; i < count; ++i) {
      bytes.insert(bytes.end(), value.begin(), value.end());
      if (variable) values.ends.push_back(bytes.size());
    }
    values.bytes = keep(std::move(bytes), values);
    return {};
  }

  Result<void> check_all_null() {
    page_.all_null = true;
    const bool all = page_.definition.empty()
                         ? page_.layers.lists == 0 && page_.layers.highest_visible != 0
                         : std::find(page_.definition.begin(), page_.definition.end(), 0) == page_.definition.end();
    if (all || page_.rows == 0) return {};
    return corrupt(where_, "a page without values has rows that are not null");
  }

  const layout::Constant& layout_;
  ValueDecoder& decoder_;
  ReadBudget& budget_;
  std::string_view where_;
  LeafPage page_;
};

}  // namespace

Result<LeafPage> read_constant_page(const Page& page, const layout::Constant& layout, ValueDecoder& decoder, ReadBudget& budget,
                                    std::string_view where) {
  return ConstantReader(layout, decoder, budget, where).read(page);
}

}  // namespace kinora::lance
