#pragma once

#include "base/try.hpp"
#include "kinora/base/result.hpp"
#include "store/lance/arrow_format_generated.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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
  [[nodiscard]] static Result<FlatBuffer> parse(Bytes bytes, std::string_view file, std::string_view what) {
    if (bytes.size() < 8) return damaged(file, std::string(what) + " is damaged");
    FlatBuffer result;
    result.words_.resize((bytes.size() + 7) / 8);
    std::memcpy(result.words_.data(), bytes.data(), bytes.size());
    flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(result.words_.data()), bytes.size());
    if (!verifier.VerifyBuffer<Root>(nullptr)) return damaged(file, std::string(what) + " is damaged");
    return result;
  }
  const Root* operator->() const { return flatbuffers::GetRoot<Root>(words_.data()); }

 private:
  std::vector<std::uint64_t> words_;
};

/// A message and the bytes that follow it.
struct ArrowMessage {
  FlatBuffer<arrow::Message> header;
  Bytes body;
  std::size_t end = 0;  ///< where the next one begins
};

/// The message at an offset; nothing at the end of a stream. Errors: kFileTruncated, kFormatUnknown.
[[nodiscard]] Result<std::optional<ArrowMessage>> read_message(Bytes bytes, std::size_t offset, std::string_view file);

}  // namespace kinora::exchange
