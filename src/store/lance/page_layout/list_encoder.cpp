#include "store/lance/page_layout/list_encoder.hpp"

#include "base/try.hpp"
#include "store/lance/page_layout/layout_page.hpp"
#include "store/lance/page_layout/mini_block_writer.hpp"
#include "store/lance/page_layout/text_chunk.hpp"

#include <cstdint>
#include <vector>

namespace kinora::lance {
namespace {

/// A chunk has the levels of its items, at most 4096, and of the lists without items that lie between them. With so many rows a
/// page they are never more than a chunk can have.
constexpr std::size_t kMaxPageRows = std::size_t{1} << 14U;

/// One step of the walk through a page: an item, or a row that has none.
struct Level {
  std::uint16_t repetition;  ///< 1: begins a row
  std::uint16_t definition;
  bool has_item;
};

class ListPageEncoder {
 public:
  ListPageEncoder(const Column& column, std::size_t begin, std::size_t end) : column_(column), begin_(begin), end_(end) {
    first_item_ = column.items_of(begin).first;
    last_item_ = column.items_of(end - 1).second;
    for (std::size_t item = first_item_; item < last_item_ && !has_null_items_; ++item)
      has_null_items_ = column.is_null_item(item);
    make_levels();
  }

  Result<void> encode(DataFileWriter& writer, wire::ColumnMetadata& metadata) {
    return first_item_ == last_item_ ? encode_constant(writer, metadata) : encode_chunks(writer, metadata);
  }

 private:
  void make_levels() {
    const auto null_item = static_cast<std::uint16_t>(has_null_items_ ? 1 : 0);
    const auto null_list = static_cast<std::uint16_t>(null_item + 1);
    const auto empty_list = static_cast<std::uint16_t>(null_list + 1);
    for (std::size_t row = begin_; row < end_; ++row) {
      const auto [first, last] = column_.items_of(row);
      if (first == last) levels_.push_back({1, column_.is_null(row) ? null_list : empty_list, false});
      for (std::size_t item = first; item < last; ++item)
        levels_.push_back(
            {static_cast<std::uint16_t>(item == first ? 1 : 0), column_.is_null_item(item) ? null_item : std::uint16_t{0}, true});
    }
  }

  /// A page without any item has no values, only levels.
  Result<void> encode_constant(DataFileWriter& writer, wire::ColumnMetadata& metadata) {
    layout::PageLayout layout;
    layout::Constant& constant = *layout.mutable_constant();
    constant.add_layers(layout::ALL_VALID_ITEM);
    constant.add_layers(layout::NULL_AND_EMPTY_LIST);
    constant.set_num_repetition_levels(levels_.size());
    constant.set_num_definition_levels(levels_.size());
    take_levels(levels_.size());
    wire::Page& page = add_layout_page(metadata, begin_, end_, layout);
    KINORA_TRY_VOID(writer.append_buffer(std::as_bytes(std::span(repetition_)), page));
    return writer.append_buffer(std::as_bytes(std::span(definition_)), page);
  }

  Result<void> encode_chunks(DataFileWriter& writer, wire::ColumnMetadata& metadata) {
    MiniBlockWriter chunks;
    for (std::size_t item = first_item_; item < last_item_;) {
      const TextChunkSize size = next_text_chunk(column_, item, last_item_);
      take_items(size.strings);
      KINORA_TRY(const std::vector<std::byte> values, encode_text_chunk(column_, item, item + size.strings));
      chunks.add({.repetition = repetition_, .definition = definition_, .values = values, .log_values = size.log_values});
      item += size.strings;
    }
    layout::PageLayout layout;
    layout::MiniBlock& block = *layout.mutable_mini_block();
    *block.mutable_repetition() = flat_levels();
    *block.mutable_definition() = flat_levels();
    block.add_layers(has_null_items_ ? layout::NULLABLE_ITEM : layout::ALL_VALID_ITEM);
    block.add_layers(layout::NULL_AND_EMPTY_LIST);
    *block.mutable_values() = plain_texts();
    block.set_num_buffers(1);
    block.set_repetition_index_depth(1);
    block.set_num_items(last_item_ - first_item_);
    block.set_large_chunks(true);
    wire::Page& page = add_layout_page(metadata, begin_, end_, layout);
    KINORA_TRY_VOID(chunks.write(writer, page));
    return writer.append_buffer(std::as_bytes(std::span(repetition_index_)), page);
  }

  /// Takes the levels of the next items and of the rows without items that follow them, and adds the chunk to the repetition
  /// index: the rows that end in it, and the levels of a row that goes on in the next.
  void take_items(std::size_t items) {
    std::size_t count = 0;
    for (; next_level_ + count < levels_.size(); ++count) {
      if (!levels_[next_level_ + count].has_item) continue;
      if (items == 0) break;
      --items;
    }
    const std::size_t end = next_level_ + count;
    const bool row_goes_on = end < levels_.size() && levels_[end].repetition == 0;
    std::uint64_t rows = row_goes_on ? 0 : 1;
    std::uint64_t left_over = 0;
    // Each row that begins after the first level ends the one before it.
    for (std::size_t level = next_level_ + 1; level < end; ++level) rows += levels_[level].repetition;
    if (row_goes_on)
      for (std::size_t level = end; level-- > next_level_;) {
        ++left_over;
        if (levels_[level].repetition == 1) break;
      }
    repetition_index_.push_back(rows);
    repetition_index_.push_back(left_over);
    take_levels(count);
  }

  void take_levels(std::size_t count) {
    repetition_.clear();
    definition_.clear();
    for (std::size_t end = next_level_ + count; next_level_ < end; ++next_level_) {
      repetition_.push_back(levels_[next_level_].repetition);
      definition_.push_back(levels_[next_level_].definition);
    }
  }

  const Column& column_;
  std::size_t begin_;
  std::size_t end_;
  std::size_t first_item_ = 0;
  std::size_t last_item_ = 0;
  bool has_null_items_ = false;
  std::vector<Level> levels_;
  std::size_t next_level_ = 0;
  std::vector<std::uint16_t> repetition_;  ///< of the chunk at hand
  std::vector<std::uint16_t> definition_;
  std::vector<std::uint64_t> repetition_index_;
};

std::size_t list_page_end(const Column& column, std::size_t begin) {
  const auto bytes_before = [&](std::size_t item) { return item == 0 ? 0 : column.text_ends[item - 1]; };
  const std::uint64_t first_item = column.items_of(begin).first;
  std::size_t end = begin;
  while (end < column.rows && end - begin < kMaxPageRows) {
    const std::uint64_t item = column.items_of(end++).second;
    const std::uint64_t bytes = bytes_before(item) - bytes_before(first_item) + (item - first_item) * 2 * sizeof(std::uint32_t);
    if (bytes >= kLayoutPageBytes) break;
  }
  return end;
}

}  // namespace

Result<void> encode_list_pages(const Column& column, DataFileWriter& writer, wire::ColumnMetadata& metadata) {
  for (std::size_t begin = 0; begin < column.rows;) {
    const std::size_t end = list_page_end(column, begin);
    KINORA_TRY_VOID(ListPageEncoder(column, begin, end).encode(writer, metadata));
    begin = end;
  }
  return {};
}

}  // namespace kinora::lance
