#pragma once

#include "kinora/base/result.hpp"
#include "tensors/safetensors.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// What the JSON header says of one tensor. Offsets are from the start of the data.
struct TensorEntry {
  TensorType type = TensorType::kF32;
  std::vector<std::uint64_t> shape;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

struct SafetensorsHeader {
  std::map<std::string, TensorEntry> tensors;
  std::map<std::string, std::string> metadata;
};

/// The longest header that is read, the limit of the reference implementation.
inline constexpr std::uint64_t kMaxSafetensorsHeader = 100'000'000;
inline constexpr std::string_view kSafetensorsMetadata = "__metadata__";
inline constexpr const char* kSafetensorsChecksum = "xxh3_64";
/// chunked_checksum of the data, beside the plain one where there is more than one chunk.
inline constexpr const char* kSafetensorsChunkedChecksum = "xxh3_64_chunks";

/// Reads the JSON header: its syntax and the types of its values; what the numbers mean for the data is not checked here. Memory
/// is proportional to the text, whatever its nesting. `where` is the file.
[[nodiscard]] Result<SafetensorsHeader> parse_safetensors_header(std::string_view json, const std::string& where);

/// A name out of a file as it may stand in a message: in quotes, cut if long, without control characters.
[[nodiscard]] std::string printable_name(std::string_view name);

/// 16 lower-case hexadecimal digits.
[[nodiscard]] std::string checksum_text(std::uint64_t checksum);

}  // namespace kinora
