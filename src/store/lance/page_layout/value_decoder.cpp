#include "store/lance/page_layout/value_decoder.hpp"

#include "base/try.hpp"
#include "store/lance/page_layout/bit_unpacking.hpp"
#include "store/lance/page_layout/fsst_table.hpp"

#include <algorithm>
#include <utility>

namespace kinora::lance {
namespace {

constexpr std::int32_t kLz4 = 1;
constexpr std::int32_t kZstd = 2;
constexpr std::uint64_t kMostBits = std::uint64_t{1} << 40U;  // no value is longer

bool is_word(std::uint64_t bits) { return bits == 8 || bits == 16 || bits == 32 || bits == 64; }

std::uint64_t load_word(Bytes bytes, std::size_t offset, std::uint64_t bits) {
  switch (bits) {
    case 8:
      return load<std::uint8_t>(bytes, offset);
    case 16:
      return load<std::uint16_t>(bytes, offset);
    case 32:
      return load<std::uint32_t>(bytes, offset);
    default:
      return load<std::uint64_t>(bytes, offset);
  }
}

std::span<const Bytes> one(const Bytes& buffer) { return {&buffer, 1}; }

}  // namespace

std::string compression_name(const layout::Compression& compression) {
  switch (compression.kind_case()) {
    case layout::Compression::kFlat:
      return "flat";
    case layout::Compression::kVariable:
      return "variable";
    case layout::Compression::kConstant:
      return "constant";
    case layout::Compression::kOutOfLineBitpacking:
      return "out_of_line_bitpacking";
    case layout::Compression::kInlineBitpacking:
      return "inline_bitpacking";
    case layout::Compression::kFsst:
      return "fsst";
    case layout::Compression::kDictionary:
      return "dictionary";
    case layout::Compression::kRunLengths:
      return "rle";
    case layout::Compression::kByteStreamSplit:
      return "byte_stream_split";
    case layout::Compression::kGeneral:
      return "general";
    case layout::Compression::kFixedSizeList:
      return "fixed_size_list";
    case layout::Compression::kPackedStruct:
      return "packed_struct";
    case layout::Compression::kVariablePackedStruct:
      return "variable_packed_struct";
    case layout::Compression::KIND_NOT_SET:
      break;
  }
  return "of a newer Lance";
}

tl::unexpected<Error> ValueDecoder::too_short(std::string_view what) const {
  return corrupt(where_, std::string(what) + " end too early");
}

Result<void> ValueDecoder::check_width(std::uint64_t bits) const {
  if (bits != 0 && bits <= kMostBits) return {};
  return corrupt(where_, "a page has values of an impossible width", {}, std::to_string(bits) + " bits");
}

Result<Values> ValueDecoder::chunk(const layout::Compression& compression, std::span<const Bytes> buffers, std::uint64_t count) {
  return decode(compression, buffers, count, Form::kChunk);
}

Result<Values> ValueDecoder::block(const layout::Compression& compression, Bytes buffer, std::uint64_t count) {
  return decode(compression, one(buffer), count, Form::kBlock);
}

Result<OwnedBytes> ValueDecoder::inflate(const layout::BufferCompression& compression, Bytes buffer) {
  const bool zstd = compression.scheme() == kZstd;
  if (!zstd && compression.scheme() != kLz4)
    return unsupported(where_, "the compression scheme " + std::to_string(compression.scheme()));
  const std::size_t prefix = zstd ? sizeof(std::uint64_t) : sizeof(std::uint32_t);
  if (buffer.size() < prefix) return too_short("compressed bytes");
  const std::uint64_t size = load_word(buffer, 0, 8 * prefix);
  const Bytes compressed = buffer.subspan(prefix);
  KINORA_TRY_VOID(budget_.take_beyond(size, compressed.size(), where_));
  OwnedBytes bytes(static_cast<std::size_t>(size));
  KINORA_TRY_VOID(decompress(zstd ? CompressionScheme::kZstd : CompressionScheme::kLz4Block, compressed, bytes.span(), where_));
  return bytes;
}

Result<Values> ValueDecoder::decode(const layout::Compression& compression, std::span<const Bytes> buffers, std::uint64_t count,
                                    Form form) {
  if (buffers.empty()) return corrupt(where_, "a page lacks a buffer of values");
  switch (compression.kind_case()) {
    case layout::Compression::kFlat:
      return flat(compression.flat(), buffers[0], count);
    case layout::Compression::kVariable:
      return variable(compression.variable(), buffers[0], count, form);
    case layout::Compression::kConstant:
      return constant(compression.constant(), count);
    case layout::Compression::kOutOfLineBitpacking:
      return packed(compression.out_of_line_bitpacking(), buffers[0], count);
    case layout::Compression::kInlineBitpacking:
      if (compression.inline_bitpacking().has_compression()) break;
      return inline_packed(compression.inline_bitpacking().bits_per_value(), buffers[0], count);
    case layout::Compression::kFsst:
      return fsst(compression.fsst(), buffers, count, form);
    case layout::Compression::kRunLengths:
      return run_lengths(compression.run_lengths(), buffers, count, form);
    case layout::Compression::kByteStreamSplit:
      return byte_streams(compression.byte_stream_split(), buffers, count, form);
    case layout::Compression::kGeneral: {
      // Of several buffers the first is compressed.
      KINORA_TRY(const OwnedBytes bytes, inflate(compression.general().compression(), buffers[0]));
      std::vector<Bytes> inner(buffers.begin(), buffers.end());
      inner[0] = bytes.span();
      KINORA_TRY(Values values, decode(compression.general().values(), inner, count, form));
      values.owners.emplace_back(bytes.owner());
      return values;
    }
    case layout::Compression::kFixedSizeList:
      return fixed_size_lists(compression.fixed_size_list(), buffers, count, form);
    default:
      break;
  }
  return unsupported(where_, "the compression '" + compression_name(compression) + "'");
}

Result<Values> ValueDecoder::flat(const layout::Flat& flat, Bytes buffer, std::uint64_t count) {
  if (flat.has_compression()) return unsupported(where_, "compression within the compression 'flat'");
  KINORA_TRY_VOID(check_width(flat.bits_per_value()));
  std::uint64_t size = 0;
  if (!byte_size(count, flat.bits_per_value(), size) || size > buffer.size()) return too_short("the values of a page");
  Values values;
  values.count = count;
  values.bits = flat.bits_per_value();
  values.bytes = buffer.first(static_cast<std::size_t>(size));
  return values;
}

Result<Values> ValueDecoder::constant(const layout::ConstantValue& constant, std::uint64_t count) {
  const Bytes value = std::as_bytes(std::span(constant.value()));
  if (value.empty()) return unsupported(where_, "the compression 'constant' without a value");
  KINORA_TRY_VOID(budget_.take(count, value.size(), where_));
  std::vector<std::byte> bytes;
  bytes.reserve(static_cast<std::size_t>(count) * value.size());
  for (std::uint64_t i = 0; i < count; ++i) bytes.insert(bytes.end(), value.begin(), value.end());
  Values values;
  values.count = count;
  values.bits = 8 * value.size();
  values.bytes = keep(std::move(bytes), values);
  return values;
}

/// Blocks of 1024 values, each after a word with the width of its values; the last may be less used, not less long.
Result<Values> ValueDecoder::inline_packed(std::uint64_t bits, Bytes buffer, std::uint64_t count) {
  if (!is_word(bits)) return corrupt(where_, "bit-packed values are of an impossible width", {}, std::to_string(bits) + " bits");
  const std::size_t word = bits / 8;
  if (count / kPackedBlock > buffer.size() / word) return too_short("bit-packed values");
  const std::size_t blocks = (static_cast<std::size_t>(count) + kPackedBlock - 1) / kPackedBlock;
  KINORA_TRY_VOID(budget_.take_beyond(std::uint64_t{blocks} * kPackedBlock * word, buffer.size(), where_));
  std::vector<std::byte> bytes(blocks * kPackedBlock * word);
  for (std::size_t block = 0; block < blocks; ++block) {
    if (buffer.size() < word) return too_short("bit-packed values");
    const std::uint64_t width = load_word(buffer, 0, bits);
    if (width > bits) return corrupt(where_, "bit-packed values are wider than they were", {}, std::to_string(width) + " bits");
    const auto size = static_cast<std::size_t>(kPackedBlock / 8 * width);
    if (size > buffer.size() - word) return too_short("bit-packed values");
    unpack_block(buffer.subspan(word, size), static_cast<std::size_t>(width), static_cast<std::size_t>(bits),
                 std::span(bytes).subspan(block * kPackedBlock * word, kPackedBlock * word));
    buffer = buffer.subspan(word + size);
  }
  bytes.resize(static_cast<std::size_t>(count) * word);
  Values values;
  values.count = count;
  values.bits = bits;
  values.bytes = keep(std::move(bytes), values);
  return values;
}

/// Whole blocks of 1024; what is left of them is one more block, or is not packed at all: the length says which.
Result<Values> ValueDecoder::packed(const layout::OutOfLineBitpacking& packing, Bytes buffer, std::uint64_t count) {
  const std::uint64_t bits = packing.bits_per_value();
  if (!packing.values().has_flat()) return unsupported(where_, "bit-packed values that are compressed");
  const std::uint64_t width = packing.values().flat().bits_per_value();
  if (!is_word(bits) || width == 0 || width > bits)
    return corrupt(where_, "bit-packed values are of an impossible width", {},
                   std::to_string(width) + " of " + std::to_string(bits) + " bits");
  const auto block_size = static_cast<std::size_t>(kPackedBlock / 8 * width);
  const std::size_t word = bits / 8;
  const std::uint64_t whole = count / kPackedBlock;
  const auto rest = static_cast<std::size_t>(count % kPackedBlock);
  if (whole > buffer.size() / block_size) return too_short("bit-packed values");
  const Bytes tail = buffer.subspan(static_cast<std::size_t>(whole) * block_size);
  const bool tail_is_raw = tail.size() == rest * word && rest * word < block_size;
  if (rest != 0 && !tail_is_raw && tail.size() < block_size) return too_short("bit-packed values");
  const std::size_t blocks = static_cast<std::size_t>(whole) + (rest != 0 && !tail_is_raw ? 1 : 0);
  KINORA_TRY_VOID(budget_.take_beyond(std::uint64_t{blocks} * kPackedBlock * word, buffer.size(), where_));
  std::vector<std::byte> bytes(blocks * kPackedBlock * word);
  for (std::size_t block = 0; block < blocks; ++block)
    unpack_block(buffer.subspan(block * block_size, block_size), static_cast<std::size_t>(width), static_cast<std::size_t>(bits),
                 std::span(bytes).subspan(block * kPackedBlock * word, kPackedBlock * word));
  bytes.resize(static_cast<std::size_t>(whole) * kPackedBlock * word + (tail_is_raw ? 0 : rest * word));
  if (tail_is_raw) bytes.insert(bytes.end(), tail.begin(), tail.end());
  Values values;
  values.count = count;
  values.bits = bits;
  values.bytes = keep(std::move(bytes), values);
  return values;
}

/// In a chunk count + 1 offsets from its start, then the bytes. In a block [u32 32][u32 where the bytes start] before them, and
/// the offsets count from there.
Result<Values> ValueDecoder::variable(const layout::Variable& variable, Bytes buffer, std::uint64_t count, Form form) {
  if (variable.has_compression() || !variable.offsets().has_flat()) return unsupported(where_, "compressed lengths of values");
  const std::uint64_t bits = variable.offsets().flat().bits_per_value();
  if (bits != 32 && bits != 64) return corrupt(where_, "the offsets of values are of an impossible width");
  const std::size_t word = bits / 8;
  Bytes text = buffer;
  if (form == Form::kBlock) {
    const std::size_t header = sizeof(std::uint32_t) + word;
    if (buffer.size() < header) return too_short("a block of values");
    if (load<std::uint32_t>(buffer, 0) != bits) return corrupt(where_, "a block of values does not say how wide its offsets are");
    const std::uint64_t start = load_word(buffer, sizeof(std::uint32_t), bits);
    if (start < header || start > buffer.size()) return corrupt(where_, "the bytes of a block of values lie outside of it");
    text = buffer.subspan(static_cast<std::size_t>(start));
    buffer = buffer.subspan(header, static_cast<std::size_t>(start) - header);
  }
  Values values;
  if (count == 0) return values;
  if (count >= buffer.size() / word) return too_short("the offsets of values");
  std::uint64_t last = load_word(buffer, 0, bits);
  const std::uint64_t base = last;
  // Where the bytes are in a chunk, or nothing.
  const std::uint64_t least = form == Form::kChunk ? (count + 1) * word : 0;
  if (base < least || base > text.size()) return corrupt(where_, "the first value of a page starts outside of its bytes");
  values.count = count;
  values.ends.reserve(static_cast<std::size_t>(count));
  for (std::size_t i = 1; i <= count; ++i) {
    const std::uint64_t end = load_word(buffer, i * word, bits);
    if (end < last || end > text.size())
      return corrupt(where_, "value " + std::to_string(i - 1) + " of a page ends before it starts or behind the bytes",
                     std::to_string(last) + " to " + std::to_string(text.size()), std::to_string(end));
    last = end;
    values.ends.push_back(end - base);
  }
  values.bytes = text.subspan(static_cast<std::size_t>(base), static_cast<std::size_t>(last - base));
  return values;
}

Result<Values> ValueDecoder::fsst(const layout::Fsst& fsst, std::span<const Bytes> buffers, std::uint64_t count, Form form) {
  KINORA_TRY(const FsstTable table, FsstTable::parse(std::as_bytes(std::span(fsst.symbol_table())), where_));
  KINORA_TRY(const Values compressed, decode(fsst.values(), buffers, count, form));
  if (count != 0 && !compressed.variable()) return corrupt(where_, "values of one width are compressed by FSST");
  Values values;
  values.count = count;
  values.ends.reserve(compressed.ends.size());
  std::vector<std::byte> text;
  text.reserve(2 * compressed.bytes.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (!table.expand(compressed.value(i), text)) return corrupt(where_, "a value uses a symbol that its FSST table lacks");
    values.ends.push_back(text.size());
  }
  values.bytes = keep(std::move(text), values);
  return values;
}

/// In a chunk the values and the lengths are a buffer each; in a block [u64 size of the values][values][lengths].
Result<Values> ValueDecoder::run_lengths(const layout::RunLengths& runs, std::span<const Bytes> buffers, std::uint64_t count,
                                         Form form) {
  Bytes run_values = buffers[0];
  Bytes lengths;
  if (form == Form::kBlock) {
    if (run_values.size() < sizeof(std::uint64_t)) return too_short("run lengths");
    const auto size = load<std::uint64_t>(run_values, 0);
    const Bytes rest = run_values.subspan(sizeof(std::uint64_t));
    if (size > rest.size()) return too_short("run lengths");
    run_values = rest.first(static_cast<std::size_t>(size));
    lengths = rest.subspan(static_cast<std::size_t>(size));
  } else {
    if (buffers.size() < 2) return corrupt(where_, "a page lacks its run lengths");
    lengths = buffers[1];
  }
  OwnedBytes inflated_values;
  OwnedBytes inflated_lengths;
  const layout::Compression* value_kind = &runs.values();
  const layout::Compression* length_kind = &runs.lengths();
  if (value_kind->has_general()) {
    KINORA_TRY(inflated_values, inflate(value_kind->general().compression(), run_values));
    run_values = inflated_values.span();
    value_kind = &value_kind->general().values();
  }
  if (length_kind->has_general()) {
    KINORA_TRY(inflated_lengths, inflate(length_kind->general().compression(), lengths));
    lengths = inflated_lengths.span();
    length_kind = &length_kind->general().values();
  }
  if (!value_kind->has_flat())
    return unsupported(where_, "run lengths of values compressed by '" + compression_name(*value_kind) + "'");
  if (!length_kind->has_flat() || !is_word(length_kind->flat().bits_per_value()))
    return unsupported(where_, "run lengths compressed by '" + compression_name(*length_kind) + "'");
  const std::uint64_t bits = value_kind->flat().bits_per_value();
  KINORA_TRY_VOID(check_width(bits));
  if (bits % 8 != 0) return unsupported(where_, "run lengths of values of " + std::to_string(bits) + " bits");
  const std::size_t width = bits / 8;
  const std::uint64_t length_bits = length_kind->flat().bits_per_value();
  const std::size_t count_of_runs = std::min(run_values.size() / width, lengths.size() * 8 / length_bits);
  std::uint64_t size = 0;
  if (!byte_size(count, bits, size)) return too_short("run lengths");
  KINORA_TRY_VOID(budget_.take_beyond(size, buffers[0].size(), where_));
  std::vector<std::byte> bytes;
  std::uint64_t left = count;
  for (std::size_t run = 0; run < count_of_runs && left != 0; ++run) {
    const std::uint64_t length = load_word(lengths, run * length_bits / 8, length_bits);
    if (length > left) return corrupt(where_, "the runs of a page are longer than it");
    const Bytes value = run_values.subspan(run * width, width);
    for (std::uint64_t i = 0; i < length; ++i) bytes.insert(bytes.end(), value.begin(), value.end());
    left -= length;
  }
  if (left != 0) return too_short("run lengths");
  Values values;
  values.count = count;
  values.bits = bits;
  values.bytes = keep(std::move(bytes), values);
  return values;
}

/// First the first byte of every value, then the second of every one, ...
Result<Values> ValueDecoder::byte_streams(const layout::ByteStreamSplit& split, std::span<const Bytes> buffers,
                                          std::uint64_t count, Form form) {
  KINORA_TRY(const Values streams, decode(split.values(), buffers, count, form));
  if (streams.variable() || streams.bits % 8 != 0) return corrupt(where_, "byte streams of values that have none");
  const std::size_t width = streams.bits / 8;
  std::vector<std::byte> bytes(streams.bytes.size());
  for (std::size_t stream = 0; stream < width; ++stream)
    for (std::size_t i = 0; i < count; ++i) bytes[i * width + stream] = streams.bytes[stream * count + i];
  Values values;
  values.count = count;
  values.bits = streams.bits;
  values.bytes = keep(std::move(bytes), values);
  return values;
}

Result<Values> ValueDecoder::fixed_size_lists(const layout::FixedSizeList& lists, std::span<const Bytes> buffers,
                                              std::uint64_t count, Form form) {
  const std::uint64_t dimension = lists.dimension();
  std::uint64_t elements = 0;
  if (dimension == 0 || __builtin_mul_overflow(count, dimension, &elements))
    return corrupt(where_, "a page's vectors are of an impossible dimension", {}, std::to_string(dimension));
  Bytes validity;
  if (lists.has_validity()) {
    std::uint64_t size = 0;
    if (!byte_size(elements, 1, size) || size > buffers[0].size()) return too_short("the validity bits of vectors");
    validity = buffers[0].first(static_cast<std::size_t>(size));
    buffers = buffers.subspan(1);
  }
  KINORA_TRY(Values values, decode(lists.values(), buffers, elements, form));
  if (values.variable() || !values.element_validity.empty()) return unsupported(where_, "vectors of vectors or of strings");
  std::uint64_t bits = 0;
  if (__builtin_mul_overflow(values.bits, dimension, &bits)) return too_short("vectors");
  KINORA_TRY_VOID(check_width(bits));
  values.count = count;
  values.bits = bits;
  values.element_validity = validity;
  values.elements = dimension;
  return values;
}

}  // namespace kinora::lance
