#pragma once

#include <cstddef>
#include <cstdint>

namespace kinora {

// The streams of random numbers that one seed gives. Training draws from one stream a chunk of documents and epoch.
inline constexpr std::uint64_t kWordInitStream = 1;
inline constexpr std::uint64_t kDocumentInitStream = 2;

[[nodiscard]] inline std::uint64_t training_stream(std::size_t epoch, std::size_t chunk) {
  return ((static_cast<std::uint64_t>(epoch) + 1) << 40U) + static_cast<std::uint64_t>(chunk);
}

}  // namespace kinora
