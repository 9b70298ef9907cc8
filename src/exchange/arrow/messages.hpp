#pragma once

#include "base/try.hpp"
#include "kinora/base/result.hpp"
#include "store/lance/flat_buffer.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

/// The frame of Arrow's IPC format (arrow.apache.org/docs/format/Columnar.html): what the reader and the writer share.
namespace kinora::exchange {

using Bytes = std::span<const std::byte>;

inline constexpr std::string_view kArrowMagic = "ARROW1";
inline constexpr std::size_t kArrowAlignment = 8;
inline constexpr std::uint32_t kContinuation = 0xFFFFFFFF;  ///< stands before each message since 2019
inline constexpr std::int16_t kMetadataVersion = 4;         ///< "V5", of Arrow 1.0

/// kFormatUnknown: the file does not hold what it says.
[[nodiscard]] tl::unexpected<Error> damaged(std::string_view file, std::string what);
/// kFileTruncated.
[[nodiscard]] tl::unexpected<Error> cut_off(std::string_view file, std::string_view what);

/// bytes[offset, offset + size), or cut_off.
[[nodiscard]] Result<Bytes> part_of(Bytes bytes, std::int64_t offset, std::int64_t size, std::string_view file,
                                    std::string_view what);

/// A number at an offset that is known to lie inside, aligned or not.
template <class T>
[[nodiscard]] T load(Bytes bytes, std::size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

/// A part of a file's frame, or damaged.
template <class Root>
[[nodiscard]] Result<lance::FlatBuffer<Root>> parse(Bytes bytes, std::string_view file, std::string_view what) {
  auto buffer = lance::FlatBuffer<Root>::parse(bytes);
  if (!buffer) return damaged(file, std::string(what) + " is damaged");
  return *std::move(buffer);
}

/// A message and the bytes that follow it.
struct ArrowMessage {
  lance::FlatBuffer<arrow::Message> header;
  Bytes body;
  std::size_t end = 0;  ///< where the next one begins
};

/// The message at an offset; nothing at the end of a stream. Errors: kFileTruncated, kFormatUnknown.
[[nodiscard]] Result<std::optional<ArrowMessage>> read_message(Bytes bytes, std::size_t offset, std::string_view file);

}  // namespace kinora::exchange
