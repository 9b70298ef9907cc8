#include "base/try.hpp"
#include "store/lance/page_layout/fsst_table.hpp"
#include "store/lance/page_layout/leaf_page.hpp"

#include <optional>
#include <string>

namespace kinora::lance {
namespace {

/// How the bytes of one value of any length are compressed.
struct TextWidths {
  std::optional<FsstTable> fsst;
  std::optional<layout::BufferCompression> general;
};

/// Each item is [its levels][its value]; the values of lists without items are left out.
class FullZipReader {
 public:
  FullZipReader(const layout::FullZip& layout, ValueDecoder& decoder, std::string_view where)
      : layout_(layout), decoder_(decoder), where_(where) {}

  Result<LeafPage> read(const Page& page) {
    if (page.buffers.empty()) return corrupt(where_, "a page lacks its values");
    bytes_ = page.buffers[0];
    KINORA_TRY(page_.layers, read_layers(layout_.layers(), where_));
    const std::uint32_t level_bits = layout_.bits_repetition() + layout_.bits_definition();
    if (layout_.bits_repetition() > 16 || layout_.bits_definition() > 16)
      return corrupt(where_, "the levels of a page are wider than they can be");
    level_size_ = level_bits == 0 ? 0 : level_bits <= 8 ? 1 : level_bits <= 16 ? 2 : 4;
    if (layout_.has_bits_per_offset()) {
      KINORA_TRY_VOID(read_variable());
    } else {
      KINORA_TRY_VOID(read_fixed());
    }
    return std::move(page_);
  }

 private:
  Result<void> read_fixed() {
    const std::uint64_t bits = layout_.bits_per_value();
    if (bits == 0 || bits % 8 != 0) return unsupported(where_, "zipped values of " + std::to_string(bits) + " bits");
    const std::size_t size = bits / 8;
    if (level_size_ == 0) return set_fixed(bytes_, layout_.num_items(), size, {});
    std::vector<std::byte> values;
    std::uint64_t count = 0;
    for (std::uint32_t item = 0; item < layout_.num_items(); ++item) {
      KINORA_TRY(const std::uint32_t definition, read_levels());
      if (!page_.layers.visible(definition)) continue;
      KINORA_TRY(const Bytes value, take(size));
      values.insert(values.end(), value.begin(), value.end());
      ++count;
    }
    if (position_ != bytes_.size()) return corrupt(where_, "a page has not the values that it says");
    Values kept;
    const Bytes made = keep(std::move(values), kept);
    return set_fixed(made, count, size, std::move(kept));
  }

  /// `bytes`: for each value its own bytes, of lists of nullable elements after a bit for each element.
  Result<void> set_fixed(Bytes bytes, std::uint64_t count, std::size_t size, Values values) {
    const layout::Compression* inner = &layout_.values();
    std::uint64_t dimension = 1;
    bool with_validity = false;
    if (inner->has_fixed_size_list()) {
      dimension = inner->fixed_size_list().dimension();
      with_validity = inner->fixed_size_list().has_validity();
      inner = &inner->fixed_size_list().values();
    }
    if (!inner->has_flat() || inner->flat().has_compression())
      return unsupported(where_, "zipped values compressed by '" + compression_name(layout_.values()) + "' of '" +
                                     compression_name(*inner) + "'");
    std::uint64_t value_bits = 0;
    if (dimension == 0 || __builtin_mul_overflow(dimension, inner->flat().bits_per_value(), &value_bits) || value_bits == 0 ||
        value_bits % 8 != 0)
      return unsupported(where_, "zipped values that are no whole bytes");
    const std::uint64_t validity_size = with_validity ? (dimension + 7) / 8 : 0;
    if (value_bits / 8 > size || size - value_bits / 8 != validity_size)
      return corrupt(where_, "the values of a page are not of the width that it says", std::to_string(size) + " bytes",
                     std::to_string(value_bits / 8 + validity_size));
    if (count != bytes.size() / size || bytes.size() % size != 0)
      return corrupt(where_, "a page has not the values that it says", std::to_string(count),
                     std::to_string(bytes.size()) + " bytes of them");
    values.count = count;
    values.bits = value_bits;
    values.bytes = bytes;
    if (with_validity) split_validity(bytes, size, static_cast<std::size_t>(validity_size), dimension, values);
    page_.values = std::move(values);
    return {};
  }

  static void split_validity(Bytes bytes, std::size_t size, std::size_t validity_size, std::uint64_t dimension, Values& values) {
    values.elements = dimension;
    std::vector<std::byte> only_values;
    only_values.reserve(bytes.size());
    std::vector<std::byte> bits(static_cast<std::size_t>((values.count * dimension + 7) / 8));
    for (std::size_t i = 0; i < values.count; ++i) {
      const Bytes value = bytes.subspan(i * size, size);
      for (std::uint64_t element = 0; element < dimension; ++element) {
        const std::uint64_t to = i * dimension + element;
        if (bit_at(value, element)) bits[to / 8] |= static_cast<std::byte>(1U << (to % 8));
      }
      only_values.insert(only_values.end(), value.begin() + static_cast<std::ptrdiff_t>(validity_size), value.end());
    }
    values.bytes = keep(std::move(only_values), values);
    values.element_validity = keep(std::move(bits), values);
  }

  Result<TextWidths> read_kind() {
    TextWidths kind;
    const layout::Compression* inner = &layout_.values();
    if (inner->has_general()) {
      kind.general = inner->general().compression();
      inner = &inner->general().values();
    } else if (inner->has_fsst()) {
      KINORA_TRY(kind.fsst, FsstTable::parse(std::as_bytes(std::span(inner->fsst().symbol_table())), where_));
      inner = &inner->fsst().values();
    }
    if (!inner->has_variable() || inner->variable().has_compression())
      return unsupported(where_, "zipped values compressed by '" + compression_name(layout_.values()) + "' of '" +
                                     compression_name(*inner) + "'");
    return kind;
  }

  Result<void> read_variable() {
    const std::uint32_t offset_bits = layout_.bits_per_offset();
    if (offset_bits != 8 && offset_bits != 16 && offset_bits != 32 && offset_bits != 64)
      return corrupt(where_, "the lengths of a page's values are of an impossible width");
    KINORA_TRY(const TextWidths kind, read_kind());
    Values values;
    std::vector<std::byte> text;
    for (std::uint32_t item = 0; item < layout_.num_items(); ++item) {
      KINORA_TRY(const std::uint32_t definition, read_levels());
      if (!page_.layers.visible(definition)) continue;
      if (definition == 0) {
        KINORA_TRY(const std::uint64_t size, take_number(offset_bits / 8));
        KINORA_TRY(const Bytes value, take(size));
        KINORA_TRY_VOID(add_text(kind, value, text));
      }
      values.ends.push_back(text.size());
    }
    if (position_ != bytes_.size()) return corrupt(where_, "a page has not the values that it says");
    values.count = values.ends.size();
    values.bytes = keep(std::move(text), values);
    page_.values = std::move(values);
    return {};
  }

  Result<void> add_text(const TextWidths& kind, Bytes value, std::vector<std::byte>& text) {
    if (kind.fsst) {
      if (!kind.fsst->expand(value, text)) return corrupt(where_, "a value uses a symbol that its FSST table lacks");
      return {};
    }
    if (!kind.general) {
      text.insert(text.end(), value.begin(), value.end());
      return {};
    }
    KINORA_TRY(const OwnedBytes inflated, decoder_.inflate(*kind.general, value));
    text.insert(text.end(), inflated.span().begin(), inflated.span().end());
    return {};
  }

  Result<Bytes> take(std::uint64_t size) {
    if (size > bytes_.size() - position_) return corrupt(where_, "the values of a page end too early");
    const Bytes taken = bytes_.subspan(position_, static_cast<std::size_t>(size));
    position_ += taken.size();
    return taken;
  }

  Result<std::uint64_t> take_number(std::size_t size) {
    KINORA_TRY(const Bytes bytes, take(size));
    std::uint64_t number = 0;
    std::memcpy(&number, bytes.data(), size);
    return number;
  }

  /// Notes an item's levels and returns that of definition.
  Result<std::uint32_t> read_levels() {
    if (level_size_ == 0) return 0U;
    KINORA_TRY(const std::uint64_t word, take_number(level_size_));
    const auto definition = static_cast<std::uint32_t>(word & ((std::uint64_t{1} << layout_.bits_definition()) - 1));
    const std::uint64_t repetition = word >> layout_.bits_definition();
    if (repetition >> layout_.bits_repetition() != 0) return corrupt(where_, "a page has levels of too many bits");
    if (layout_.bits_definition() != 0) page_.definition.push_back(static_cast<std::uint16_t>(definition));
    if (layout_.bits_repetition() != 0) page_.repetition.push_back(static_cast<std::uint16_t>(repetition));
    return definition;
  }

  const layout::FullZip& layout_;
  ValueDecoder& decoder_;
  std::string_view where_;
  Bytes bytes_;
  std::size_t position_ = 0;
  std::size_t level_size_ = 0;
  LeafPage page_;
};

}  // namespace

Result<LeafPage> read_full_zip_page(const Page& page, const layout::FullZip& layout, ValueDecoder& decoder,
                                    std::string_view where) {
  return FullZipReader(layout, decoder, where).read(page);
}

}  // namespace kinora::lance
