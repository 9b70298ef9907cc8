#include "store/lance/page_decoder.hpp"

#include "base/try.hpp"
#include "store/lance/data_file_layout.hpp"
#include "store/lance/page_layout/column_pages.hpp"
#include "store/lance/wire.pb.h"

#include <limits>
#include <string>

namespace kinora::lance {
namespace {

constexpr std::uint64_t kOffsetBits = 64;
constexpr std::uint64_t kByteBits = 8;

std::string kind_name(const wire::ArrayEncoding& encoding) {
  switch (encoding.kind_case()) {
    case wire::ArrayEncoding::kFlat:
      return "flat";
    case wire::ArrayEncoding::kNullable:
      return "nullable";
    case wire::ArrayEncoding::kFixedSizeList:
      return "fixed_size_list";
    case wire::ArrayEncoding::kList:
      return "list";
    case wire::ArrayEncoding::kStructColumns:
      return "struct";
    case wire::ArrayEncoding::kBinary:
      return "binary";
    case wire::ArrayEncoding::kDictionary:
      return "dictionary";
    case wire::ArrayEncoding::kFsst:
      return "fsst";
    case wire::ArrayEncoding::kPackedStruct:
      return "packed_struct";
    case wire::ArrayEncoding::kBitpacked:
      return "bitpacked";
    case wire::ArrayEncoding::kFixedSizeBinary:
      return "fixed_size_binary";
    case wire::ArrayEncoding::kBitpackedNonNegative:
      return "bitpacked_for_non_neg";
    case wire::ArrayEncoding::kConstant:
      return "constant";
    case wire::ArrayEncoding::KIND_NOT_SET:
      break;
  }
  return "of a newer Lance";
}

tl::unexpected<Error> wrong_kind(const wire::ArrayEncoding& encoding, std::string_view where, std::string_view what) {
  return unsupported(where, "the encoding '" + kind_name(encoding) + "' for " + std::string(what));
}

/// ceil(values × bits / 8), or false if that is no 64-bit number.
bool byte_count(std::uint64_t values, std::uint64_t bits, std::uint64_t& bytes) {
  std::uint64_t total = 0;
  if (__builtin_mul_overflow(values, bits, &total) || total > std::numeric_limits<std::uint64_t>::max() - 7) return false;
  bytes = (total + 7) / 8;
  return true;
}

class PageReader {
 public:
  PageReader(const Page& page, std::string_view where) : page_(page), where_(where) {}

  Result<void> parse() {
    if (page_.encoding_type != kArrayEncodingType) return unsupported(where_, "the page encoding " + page_.encoding_type);
    if (!root_.ParseFromString(page_.encoding)) return corrupt(where_, "a page's encoding is not a well-formed message");
    return {};
  }
  [[nodiscard]] const wire::ArrayEncoding& root() const { return root_; }
  [[nodiscard]] std::string_view where() const { return where_; }
  [[nodiscard]] std::uint64_t rows() const { return page_.rows; }

  /// The buffer of a flat encoding, cut to `values` values.
  [[nodiscard]] Result<Bytes> flat(const wire::ArrayEncoding& encoding, std::uint64_t bits, std::uint64_t values,
                                   std::string_view what) const {
    if (!encoding.has_flat()) return wrong_kind(encoding, where_, what);
    KINORA_TRY(const Bytes buffer, flat_buffer(encoding.flat(), bits, what));
    std::uint64_t size = 0;
    if (!byte_count(values, bits, size) || size > buffer.size())
      return corrupt(where_, std::string(what) + " end too early",
                     std::to_string(values) + " values of " + std::to_string(bits) + " bits",
                     std::to_string(buffer.size()) + " bytes");
    return buffer.first(static_cast<std::size_t>(size));
  }

  [[nodiscard]] Result<Bytes> whole_flat(const wire::ArrayEncoding& encoding, std::uint64_t bits, std::string_view what) const {
    if (!encoding.has_flat()) return wrong_kind(encoding, where_, what);
    return flat_buffer(encoding.flat(), bits, what);
  }

  /// What an encoding holds when it may be wrapped in one that says that nothing is null; null if it says anything else.
  [[nodiscard]] static const wire::ArrayEncoding* without_nulls(const wire::ArrayEncoding& encoding) {
    if (!encoding.has_nullable()) return &encoding;
    return encoding.nullable().has_no_nulls() ? &encoding.nullable().no_nulls().values() : nullptr;
  }

  /// Unwraps nullable; null if all rows are.
  [[nodiscard]] Result<const wire::ArrayEncoding*> unwrap(const wire::ArrayEncoding& encoding, PageValidity& validity) const {
    if (!encoding.has_nullable()) return &encoding;
    const wire::Nullable& nullable = encoding.nullable();
    switch (nullable.nullability_case()) {
      case wire::Nullable::kNoNulls:
        return &nullable.no_nulls().values();
      case wire::Nullable::kAllNulls:
        validity.all_null = true;
        return nullptr;
      case wire::Nullable::kSomeNulls: {
        KINORA_TRY(validity.bits, flat(nullable.some_nulls().validity(), 1, page_.rows, "the validity bits"));
        return &nullable.some_nulls().values();
      }
      case wire::Nullable::NULLABILITY_NOT_SET:
        break;
    }
    return corrupt(where_, "a nullable encoding does not say what is null");
  }

  /// Ends, or any u64 for each of `values`: flat, with or without a wrapper that says that none is null.
  [[nodiscard]] Result<Bytes> offsets(const wire::ArrayEncoding& encoding, std::uint64_t values, std::string_view what) const {
    const wire::ArrayEncoding* inner = without_nulls(encoding);
    if (inner == nullptr) return wrong_kind(encoding, where_, what);
    return flat(*inner, kOffsetBits, values, what);
  }

  [[nodiscard]] Result<PlainTextPage> binary(const wire::Binary& binary, std::uint64_t rows) const {
    PlainTextPage page;
    page.rows = rows;
    page.null_adjustment = binary.null_adjustment();
    KINORA_TRY(page.ends, offsets(binary.indices(), rows, "the ends of strings"));
    KINORA_TRY(page.text, whole_flat(binary.bytes(), kByteBits, "the bytes of strings"));
    return page;
  }

 private:
  [[nodiscard]] Result<Bytes> flat_buffer(const wire::Flat& flat, std::uint64_t bits, std::string_view what) const {
    if (flat.has_compression()) return unsupported(where_, "compression of " + std::string(what));
    if (flat.bits_per_value() != bits)
      return corrupt(where_, std::string(what) + " are of the wrong width", std::to_string(bits) + " bits",
                     std::to_string(flat.bits_per_value()) + " bits");
    if (flat.buffer().kind() != 0) return unsupported(where_, "buffers outside of pages for " + std::string(what));
    if (flat.buffer().index() >= page_.buffers.size())
      return corrupt(where_, "a page has no buffer " + std::to_string(flat.buffer().index()));
    return page_.buffers[flat.buffer().index()];
  }

  const Page& page_;
  std::string_view where_;
  wire::ArrayEncoding root_;
};

Result<void> decode_dictionary(const PageReader& reader, const wire::Dictionary& dictionary, TextPage& result) {
  result.dictionary = true;
  const wire::ArrayEncoding* indices = PageReader::without_nulls(dictionary.indices());
  if (indices == nullptr) return wrong_kind(dictionary.indices(), reader.where(), "a dictionary's indices");
  const std::uint64_t bits = indices->flat().bits_per_value();
  if (bits != 8 && bits != 16 && bits != 32 && bits != 64) return wrong_kind(*indices, reader.where(), "a dictionary's indices");
  result.index_width = bits / 8;
  KINORA_TRY(result.indices, reader.flat(*indices, bits, reader.rows(), "a dictionary's indices"));
  const wire::ArrayEncoding* items = PageReader::without_nulls(dictionary.items());
  if (items == nullptr || !items->has_binary()) return wrong_kind(dictionary.items(), reader.where(), "a dictionary's items");
  KINORA_TRY(result.strings, reader.binary(items->binary(), dictionary.num_items()));
  return {};
}

bool is_valid(Bytes bits, std::uint64_t index) { return (std::to_integer<unsigned>(bits[index / 8]) >> (index % 8) & 1U) != 0; }

/// LanceDB marks the elements of a null vector as null themselves. A null element of a vector that is there has no place in
/// Column.
Result<void> check_elements(const PageReader& reader, Bytes element_bits, std::uint64_t dimension, const PageValidity& validity) {
  for (std::uint64_t row = 0; row < reader.rows(); ++row) {
    if (!validity.bits.empty() && !is_valid(validity.bits, row)) continue;
    for (std::uint64_t i = row * dimension; i < (row + 1) * dimension; ++i)
      if (!is_valid(element_bits, i)) return unsupported(reader.where(), "nulls inside of vectors");
  }
  return {};
}

Result<void> decode_vectors(const PageReader& reader, const wire::FixedSizeList& list, std::uint64_t bits,
                            std::uint64_t dimension, FixedPage& result) {
  if (list.dimension() != dimension)
    return corrupt(reader.where(), "the vectors of a page are of the wrong dimension", std::to_string(dimension),
                   std::to_string(list.dimension()));
  std::uint64_t count = 0;
  if (__builtin_mul_overflow(reader.rows(), dimension, &count))
    return corrupt(reader.where(), "a page's vectors do not fit into the file");
  const wire::ArrayEncoding* elements = PageReader::without_nulls(list.items());
  if (elements == nullptr) {
    const wire::Nullable& nullable = list.items().nullable();
    if (!nullable.has_some_nulls()) return unsupported(reader.where(), "vectors of nulls");
    KINORA_TRY(const Bytes element_bits, reader.flat(nullable.some_nulls().validity(), 1, count, "the validity bits of vectors"));
    KINORA_TRY_VOID(check_elements(reader, element_bits, dimension, result.validity));
    elements = &nullable.some_nulls().values();
  }
  KINORA_TRY(result.values, reader.flat(*elements, bits, count, "vectors"));
  return {};
}

}  // namespace

Result<FixedPage> decode_fixed_page(const Page& page, std::uint64_t bits, std::uint64_t dimension, ReadBudget& budget,
                                    std::string_view where) {
  if (page.encoding_type == kPageLayoutType) return read_fixed_leaf(page, bits, dimension, budget, where);
  PageReader reader(page, where);
  KINORA_TRY_VOID(reader.parse());
  FixedPage result;
  result.rows = page.rows;
  KINORA_TRY(const wire::ArrayEncoding* values, reader.unwrap(reader.root(), result.validity));
  if (values == nullptr) return result;
  if (values->has_fixed_size_list()) {
    KINORA_TRY_VOID(decode_vectors(reader, values->fixed_size_list(), bits, dimension, result));
    return result;
  }
  if (dimension != 1) return wrong_kind(*values, where, "vectors");
  KINORA_TRY(result.values, reader.flat(*values, bits, page.rows, "values"));
  return result;
}

Result<TextPage> decode_text_page(const Page& page, ReadBudget& budget, std::string_view where) {
  if (page.encoding_type == kPageLayoutType) return read_text_leaf(page, budget, where);
  PageReader reader(page, where);
  KINORA_TRY_VOID(reader.parse());
  TextPage result;
  result.rows = page.rows;
  KINORA_TRY(const wire::ArrayEncoding* values, reader.unwrap(reader.root(), result.validity));
  if (values == nullptr) return result;
  if (values->has_dictionary()) {
    KINORA_TRY_VOID(decode_dictionary(reader, values->dictionary(), result));
    return result;
  }
  if (!values->has_binary()) return wrong_kind(*values, where, "strings");
  KINORA_TRY(result.strings, reader.binary(values->binary(), page.rows));
  return result;
}

Result<ListPage> decode_list_page(const Page& page, std::string_view where) {
  PageReader reader(page, where);
  KINORA_TRY_VOID(reader.parse());
  ListPage result;
  result.rows = page.rows;
  PageValidity validity;
  KINORA_TRY(const wire::ArrayEncoding* values, reader.unwrap(reader.root(), validity));
  result.all_null = validity.all_null;
  if (values == nullptr) return result;
  if (!values->has_list() || !validity.bits.empty()) return wrong_kind(*values, where, "lists");
  result.null_adjustment = values->list().null_adjustment();
  result.items = values->list().num_items();
  KINORA_TRY(result.ends, reader.offsets(values->list().offsets(), page.rows, "the ends of lists"));
  return result;
}

Result<TextListPage> decode_text_list_page(const Page& page, ReadBudget& budget, std::string_view where) {
  if (page.encoding_type == kPageLayoutType) return read_text_list_leaf(page, budget, where);
  return unsupported(where, "the page encoding " + page.encoding_type + " for lists");
}

}  // namespace kinora::lance
