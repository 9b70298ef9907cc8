#include "store/lance/page_layout/bit_unpacking.hpp"

#include "base/check.hpp"

#include <array>

namespace kinora::lance {
namespace {

/// A block lies in `lanes` interleaved streams of words of T; word w of lane l is the block's word w × lanes + l. Row r of a lane
/// starts at bit r × width of its stream. Which value of the block that is follows the order of the FastLanes paper (Afroozeh and
/// Boncz, 2023): the same for all widths of words.
template <class T>
void unpack_words(Bytes packed, std::size_t width, std::span<std::byte> out) {
  constexpr std::size_t kBits = 8 * sizeof(T);
  constexpr std::size_t kLanes = kPackedBlock / kBits;
  constexpr std::array<std::size_t, 8> kOrder = {0, 4, 2, 6, 1, 5, 3, 7};
  const auto mask = static_cast<T>(~std::uint64_t{0} >> (64 - width));
  for (std::size_t row = 0; row < kBits; ++row) {
    const std::size_t first_index = kOrder[row / 8] * 16 + (row % 8) * 128;
    const std::size_t word = row * width / kBits;
    const std::size_t shift = row * width % kBits;
    const bool split = shift + width > kBits;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      T value = static_cast<T>(load<T>(packed, (word * kLanes + lane) * sizeof(T)) >> shift);
      if (split) value = static_cast<T>(value | (load<T>(packed, ((word + 1) * kLanes + lane) * sizeof(T)) << (kBits - shift)));
      value = static_cast<T>(value & mask);
      std::memcpy(out.data() + (first_index + lane) * sizeof(T), &value, sizeof(T));
    }
  }
}

}  // namespace

void unpack_block(Bytes packed, std::size_t width, std::size_t bits, std::span<std::byte> out) {
  KINORA_CHECK(width <= bits && packed.size() == kPackedBlock / 8 * width && out.size() == kPackedBlock / 8 * bits, width, bits,
               packed.size(), out.size());
  if (width == 0) {
    std::memset(out.data(), 0, out.size());
    return;
  }
  switch (bits) {
    case 8:
      return unpack_words<std::uint8_t>(packed, width, out);
    case 16:
      return unpack_words<std::uint16_t>(packed, width, out);
    case 32:
      return unpack_words<std::uint32_t>(packed, width, out);
    case 64:
      return unpack_words<std::uint64_t>(packed, width, out);
    default:
      KINORA_CHECK(false, bits);
  }
}

}  // namespace kinora::lance
