#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/bytes.hpp"
#include "store/lance/data_file_writer.hpp"
#include "store/lance/wire.pb.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora::lance {

/// Some values of a page, with the levels of the rows that they are in.
struct MiniBlockChunk {
  std::span<const std::uint16_t> repetition = {};  ///< empty: the page has no lists
  std::span<const std::uint16_t> definition = {};  ///< empty: the page has no nulls and no lists
  Bytes values = {};
  unsigned log_values = 0;  ///< the number of values is 2 to this power; 0: the page's last chunk, which holds the rest
};

/// Gathers the chunks of a page of layout mini-block: uncompressed levels, one buffer of values, sizes of 32 bits.
class MiniBlockWriter {
 public:
  /// Levels flat in 16 bits must take less than 64 KiB.
  static constexpr std::size_t kMaxLevels = (1U << 15U) - 1;

  void add(const MiniBlockChunk& chunk);
  /// Writes the page's first two buffers.
  [[nodiscard]] Result<void> write(DataFileWriter& writer, wire::Page& page) const;

 private:
  template <class T>
  void append(std::span<const T> values);
  void pad();

  std::vector<std::uint32_t> words_;
  std::vector<std::byte> bytes_;
};

}  // namespace kinora::lance
