#pragma once

#include "base/check.hpp"
#include "kinora/base/result.hpp"
#include "store/lance/errors.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace kinora::lance {

static_assert(std::endian::native == std::endian::little, "Lance's files are little endian and are mapped as they are");

using Bytes = std::span<const std::byte>;

/// A number at an offset that is known to lie inside, aligned or not.
template <class T>
[[nodiscard]] T load(Bytes bytes, std::size_t offset) {
  static_assert(std::is_trivially_copyable_v<T>);
  KINORA_DCHECK(offset + sizeof(T) <= bytes.size(), offset, bytes.size());
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

/// Appends the bytes of a number, little endian.
template <class T>
void append_number(std::string& out, T value) {
  static_assert(std::is_trivially_copyable_v<T>);
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out.append(bytes, sizeof(T));
}

/// bytes[offset, offset + size), or kTableCorrupt if any of it lies outside. `what` is the thing read.
[[nodiscard]] inline Result<Bytes> slice(Bytes bytes, std::uint64_t offset, std::uint64_t size, std::string_view where,
                                         std::string_view what) {
  if (offset > bytes.size() || size > bytes.size() - offset)
    return corrupt(where, std::string(what) + " lies outside of the file", "at most " + std::to_string(bytes.size()) + " bytes",
                   std::to_string(size) + " bytes at offset " + std::to_string(offset));
  return bytes.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
}

/// Whether the bytes may be read in place as elements of T.
template <class T>
[[nodiscard]] bool is_aligned_for(Bytes bytes) {
  return reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(T) == 0;
}

}  // namespace kinora::lance
