#include "base/random.hpp"

#include "base/check.hpp"

namespace kinora {
namespace {

std::uint64_t split_mix_64(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

}  // namespace

Rng::Rng(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t mixed_seed = seed;
  std::uint64_t state = split_mix_64(mixed_seed) ^ (stream * 0xD1342543DE82EF95ULL);
  for (std::uint64_t& word : state_) word = split_mix_64(state);
}

std::uint64_t Rng::below(std::uint64_t bound) {
  KINORA_DCHECK(bound > 0);
  __extension__ using Wide = unsigned __int128;
  Wide product = static_cast<Wide>(next()) * bound;
  auto low = static_cast<std::uint64_t>(product);
  if (low < bound) {
    const std::uint64_t threshold = (0 - bound) % bound;
    while (low < threshold) {
      product = static_cast<Wide>(next()) * bound;
      low = static_cast<std::uint64_t>(product);
    }
  }
  return static_cast<std::uint64_t>(product >> 64U);
}

}  // namespace kinora
