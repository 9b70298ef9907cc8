#include "store/lance/validity_builder.hpp"

#include "base/check.hpp"

#include <utility>

namespace kinora::lance {

void ValidityBuilder::set_null(std::size_t row) {
  if (row / 8 >= bits_.size()) bits_.resize(row / 8 + 1, 0xFF);
  bits_[row / 8] = static_cast<std::uint8_t>(bits_[row / 8] & ~(1U << (row % 8)));
}

void ValidityBuilder::set_null(std::size_t first, std::size_t count) {
  for (std::size_t row = first; row < first + count; ++row) set_null(row);
}

void ValidityBuilder::add_page(const PageValidity& validity, std::size_t first, std::size_t count) {
  if (validity.all_null) return set_null(first, count);
  if (validity.bits.empty()) return;
  for (std::size_t row = 0; row < count; ++row)
    if ((std::to_integer<unsigned>(validity.bits[row / 8]) >> (row % 8) & 1U) == 0) set_null(first + row);
}

Buffer<std::uint8_t> ValidityBuilder::finish(std::size_t rows) {
  if (bits_.empty()) return {};
  KINORA_CHECK(bits_.size() <= (rows + 7) / 8, bits_.size(), rows);
  bits_.resize((rows + 7) / 8, 0xFF);
  if (rows % 8 != 0) bits_.back() = static_cast<std::uint8_t>(bits_.back() & 0xFFU >> (8 - rows % 8));
  return Buffer<std::uint8_t>(std::move(bits_));
}

}  // namespace kinora::lance
