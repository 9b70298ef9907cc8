#include "base/try.hpp"
#include "store/lance/page_layout/leaf_page.hpp"
#include "store/lance/page_layout/value_joiner.hpp"

#include <string>

namespace kinora::lance {
namespace {

constexpr std::size_t kChunkAlignment = 8;
constexpr std::uint64_t kMostBuffers = 16;

std::size_t aligned(std::size_t size) { return (size + kChunkAlignment - 1) / kChunkAlignment * kChunkAlignment; }

/// A chunk is [u16 levels][u16 size of each kind of levels][size of each buffer], then what they are the sizes of, each part
/// padded to 8 bytes.
class MiniBlockReader {
 public:
  MiniBlockReader(const layout::MiniBlock& layout, ValueDecoder& decoder, ReadBudget& budget, std::string_view where)
      : layout_(layout), decoder_(decoder), budget_(budget), where_(where) {}

  Result<LeafPage> read(const Page& page) {
    if (page.buffers.size() < 2) return corrupt(where_, "a page lacks its chunks");
    if (layout_.num_buffers() == 0 || layout_.num_buffers() > kMostBuffers)
      return unsupported(where_, "chunks of " + std::to_string(layout_.num_buffers()) + " buffers");
    KINORA_TRY(page_.layers, read_layers(layout_.layers(), where_));
    KINORA_TRY_VOID(read_chunks(page.buffers[0], page.buffers[1]));
    page_.values = values_.finish();
    if (!layout_.has_dictionary()) return std::move(page_);
    if (page.buffers.size() < 3) return corrupt(where_, "a page lacks its dictionary");
    KINORA_TRY(const Values dictionary, decoder_.block(layout_.dictionary(), page.buffers[2], layout_.num_dictionary_items()));
    KINORA_TRY(page_.values, look_up(dictionary, page_.values, budget_, where_));
    return std::move(page_);
  }

 private:
  Result<void> read_chunks(Bytes words, Bytes chunks) {
    const std::size_t word = layout_.large_chunks() ? sizeof(std::uint32_t) : sizeof(std::uint16_t);
    const std::size_t count = words.size() / word;
    if (words.size() % word != 0) return corrupt(where_, "the list of a page's chunks is cut off");
    std::uint64_t left = layout_.num_items();
    for (std::size_t chunk = 0; chunk < count; ++chunk) {
      const std::uint32_t meta = layout_.large_chunks() ? load<std::uint32_t>(words, chunk * word)
                                                        : std::uint32_t{load<std::uint16_t>(words, chunk * word)};
      const bool last = chunk + 1 == count;
      const std::uint64_t items = last ? left : std::uint64_t{1} << (meta & 0xFU);
      const std::size_t size = (std::size_t{meta >> 4U} + 1) * kChunkAlignment;
      if (items > left) return corrupt(where_, "the chunks of a page have more values than the page");
      if (size > chunks.size())
        return corrupt(where_, "chunk " + std::to_string(chunk) + " of a page is cut off", std::to_string(size) + " bytes",
                       std::to_string(chunks.size()));
      KINORA_TRY_VOID(read_chunk(chunks.first(size), items));
      chunks = chunks.subspan(size);
      left -= items;
    }
    if (left != 0) return corrupt(where_, "a page has fewer values than it says");
    return {};
  }

  Result<Bytes> take(Bytes chunk, std::size_t size) {
    position_ = aligned(position_);
    if (position_ > chunk.size() || size > chunk.size() - position_)
      return corrupt(where_, "a chunk of a page is shorter than its parts");
    const Bytes part = chunk.subspan(position_, size);
    position_ += size;
    return part;
  }

  Result<void> read_chunk(Bytes chunk, std::uint64_t items) {
    const auto buffer_count = static_cast<std::size_t>(layout_.num_buffers());
    const std::size_t size_width = layout_.large_chunks() ? sizeof(std::uint32_t) : sizeof(std::uint16_t);
    const std::size_t level_kinds = (layout_.has_repetition() ? 1U : 0U) + (layout_.has_definition() ? 1U : 0U);
    const std::size_t header = 2 + 2 * level_kinds + size_width * buffer_count;
    if (header > chunk.size()) return corrupt(where_, "a chunk of a page is shorter than its header");
    const std::uint64_t levels = load<std::uint16_t>(chunk, 0);
    std::size_t size_offset = 2;
    position_ = header;
    const auto add_levels = [&](const layout::Compression& compression, Levels& to) -> Result<void> {
      KINORA_TRY(const Bytes buffer, take(chunk, load<std::uint16_t>(chunk, size_offset)));
      size_offset += 2;
      KINORA_TRY_VOID(budget_.take_beyond(levels * sizeof(std::uint16_t), chunk.size(), where_));
      return append_levels(compression, buffer, levels, decoder_, where_, to);
    };
    if (layout_.has_repetition()) KINORA_TRY_VOID(add_levels(layout_.repetition(), page_.repetition));
    if (layout_.has_definition()) KINORA_TRY_VOID(add_levels(layout_.definition(), page_.definition));
    std::vector<Bytes> buffers;
    for (std::size_t i = 0; i < buffer_count; ++i, size_offset += size_width) {
      const std::size_t size =
          layout_.large_chunks() ? load<std::uint32_t>(chunk, size_offset) : load<std::uint16_t>(chunk, size_offset);
      KINORA_TRY(const Bytes buffer, take(chunk, size));
      buffers.push_back(buffer);
    }
    KINORA_TRY(const Values values, decoder_.chunk(layout_.values(), buffers, items));
    return values_.add(values, where_);
  }

  const layout::MiniBlock& layout_;
  ValueDecoder& decoder_;
  ReadBudget& budget_;
  std::string_view where_;
  LeafPage page_;
  ValueJoiner values_;
  std::size_t position_ = 0;  // in the chunk
};

}  // namespace

Result<LeafPage> read_mini_block_page(const Page& page, const layout::MiniBlock& layout, ValueDecoder& decoder,
                                      ReadBudget& budget, std::string_view where) {
  return MiniBlockReader(layout, decoder, budget, where).read(page);
}

}  // namespace kinora::lance
