#pragma once

#include <cstdint>

namespace kinora {

// Streams of the classifier's seed: what one draws never shifts what another does.
constexpr std::uint64_t kInitStream = 1;
constexpr std::uint64_t kValidationStream = 2;
constexpr std::uint64_t kFoldStream = 3;
constexpr std::uint64_t kShuffleStream = std::uint64_t{1} << 32U;  ///< + epoch
constexpr std::uint64_t kDropoutStream = std::uint64_t{1} << 33U;  ///< + step · layers + layer

}  // namespace kinora
