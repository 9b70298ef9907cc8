#pragma once

#include "store/lance/arrow_format_generated.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

/// Flat buffers that are read from a file and may hold anything.
namespace kinora::lance {

/// An element of a flat buffer's vector. That its elements are aligned, the verifier does not check.
template <class Struct>
[[nodiscard]] Struct element(const flatbuffers::Vector<const Struct*>& vector, flatbuffers::uoffset_t index) {
  Struct value;
  std::memcpy(&value, vector.Data() + std::size_t{index} * sizeof(Struct), sizeof(Struct));
  return value;
}

/// A flat buffer in memory that is aligned for its numbers, checked to refer to nothing outside of itself.
template <class Root>
class FlatBuffer {
 public:
  /// A copy of the bytes; nothing if they are damaged.
  [[nodiscard]] static std::optional<FlatBuffer> parse(std::span<const std::byte> bytes) {
    constexpr std::size_t kSmallest = 8;
    if (bytes.size() < kSmallest) return std::nullopt;
    FlatBuffer result;
    result.words_.resize((bytes.size() + sizeof(std::uint64_t) - 1) / sizeof(std::uint64_t));
    std::memcpy(result.words_.data(), bytes.data(), bytes.size());
    flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(result.words_.data()), bytes.size());
    if (!verifier.VerifyBuffer<Root>(nullptr)) return std::nullopt;
    return result;
  }
  const Root* operator->() const { return flatbuffers::GetRoot<Root>(words_.data()); }

 private:
  FlatBuffer() = default;

  std::vector<std::uint64_t> words_;
};

}  // namespace kinora::lance
