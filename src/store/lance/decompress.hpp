#pragma once

#include "kinora/base/result.hpp"
#include "store/lance/bytes.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace kinora::lance {

/// Bytes of our own, zero at first, that many views may share.
class OwnedBytes {
 public:
  OwnedBytes() = default;
  /// The system gives zero pages: memory that is never written costs nothing.
  explicit OwnedBytes(std::size_t size);

  [[nodiscard]] std::span<std::byte> span() const { return {bytes_.get(), size_}; }
  [[nodiscard]] const std::shared_ptr<std::byte>& owner() const { return bytes_; }

 private:
  std::shared_ptr<std::byte> bytes_;
  std::size_t size_ = 0;
};

enum class CompressionScheme { kLz4Block, kLz4Frame, kZstd };

/// Fills `out` wholly, which says how long the bytes are when they are no longer compressed. Error: kTableCorrupt, also if they
/// would be longer or shorter.
[[nodiscard]] Result<void> decompress(CompressionScheme scheme, Bytes compressed, std::span<std::byte> out,
                                      std::string_view where);

}  // namespace kinora::lance
