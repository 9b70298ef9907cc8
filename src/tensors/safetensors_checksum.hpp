#pragma once

#include "base/hash.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace kinora {

/// How many bytes of data each hash of a large file covers.
inline constexpr std::size_t kChecksumChunk = std::size_t{4} << 20U;

/// XXH3 over the XXH3 (8 bytes, little-endian) of every chunk of the data: what several threads can check at once.
[[nodiscard]] std::uint64_t chunked_checksum(std::span<const std::byte> data);

/// The same of data that come in parts.
class ChunkedChecksum {
 public:
  void update(std::span<const std::byte> bytes);
  [[nodiscard]] std::uint64_t digest();

 private:
  void end_chunk();

  std::vector<std::uint64_t> chunks_;
  std::unique_ptr<Xxh3Stream> chunk_ = std::make_unique<Xxh3Stream>();
  std::size_t chunk_bytes_ = 0;
};

}  // namespace kinora
