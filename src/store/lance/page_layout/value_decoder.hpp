#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/decompress.hpp"
#include "store/lance/page_layout.pb.h"
#include "store/lance/page_layout/values.hpp"
#include "store/lance/read_budget.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kinora::lance {

/// Undoes the compressions of data formats 2.1 and 2.2. The bytes are not trusted: what a compression makes of some bytes is
/// counted against the budget where it is far more than they are. Errors: kTableCorrupt, kTableUnsupported (a compression that
/// is not known, by name).
class ValueDecoder {
 public:
  ValueDecoder(ReadBudget& budget, std::string_view where) : budget_(budget), where_(where) {}

  /// The values of a chunk of a mini-block page; most compressions have one buffer.
  [[nodiscard]] Result<Values> chunk(const layout::Compression& compression, std::span<const Bytes> buffers, std::uint64_t count);
  /// Values in one buffer: levels, dictionaries.
  [[nodiscard]] Result<Values> block(const layout::Compression& compression, Bytes buffer, std::uint64_t count);
  /// The bytes of one buffer, which says itself how long they are.
  [[nodiscard]] Result<OwnedBytes> inflate(const layout::BufferCompression& compression, Bytes buffer);

 private:
  enum class Form { kChunk, kBlock };

  Result<Values> decode(const layout::Compression& compression, std::span<const Bytes> buffers, std::uint64_t count, Form form);
  Result<Values> flat(const layout::Flat& flat, Bytes buffer, std::uint64_t count);
  Result<Values> constant(const layout::ConstantValue& constant, std::uint64_t count);
  Result<Values> inline_packed(std::uint64_t bits, Bytes buffer, std::uint64_t count);
  Result<Values> packed(const layout::OutOfLineBitpacking& packing, Bytes buffer, std::uint64_t count);
  Result<Values> variable(const layout::Variable& variable, Bytes buffer, std::uint64_t count, Form form);
  Result<Values> fsst(const layout::Fsst& fsst, std::span<const Bytes> buffers, std::uint64_t count, Form form);
  Result<Values> run_lengths(const layout::RunLengths& runs, std::span<const Bytes> buffers, std::uint64_t count, Form form);
  Result<Values> byte_streams(const layout::ByteStreamSplit& split, std::span<const Bytes> buffers, std::uint64_t count,
                              Form form);
  Result<Values> fixed_size_lists(const layout::FixedSizeList& lists, std::span<const Bytes> buffers, std::uint64_t count,
                                  Form form);
  Result<void> check_width(std::uint64_t bits) const;
  tl::unexpected<Error> too_short(std::string_view what) const;

  ReadBudget& budget_;
  std::string_view where_;
};

[[nodiscard]] std::string compression_name(const layout::Compression& compression);

}  // namespace kinora::lance
