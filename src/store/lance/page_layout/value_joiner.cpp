#include "store/lance/page_layout/value_joiner.hpp"

#include "base/try.hpp"

#include <string>
#include <utility>

namespace kinora::lance {
namespace {

std::uint64_t index_at(const Values& indices, std::size_t row) {
  const std::size_t offset = row * indices.bits / 8;
  switch (indices.bits) {
    case 8:
      return load<std::uint8_t>(indices.bytes, offset);
    case 16:
      return load<std::uint16_t>(indices.bytes, offset);
    case 32:
      return load<std::uint32_t>(indices.bytes, offset);
    default:
      return load<std::uint64_t>(indices.bytes, offset);
  }
}

}  // namespace

Result<void> ValueJoiner::add(const Values& values, std::string_view where) {
  if (values.count == 0) return {};
  if (joined_.count != 0 && (joined_.bits != values.bits || joined_.elements != values.elements ||
                             (element_count_ == 0) != values.element_validity.empty()))
    return corrupt(where, "the chunks of a page have values of different widths");
  joined_.bits = values.bits;
  joined_.elements = values.elements;
  joined_.count += values.count;
  if (values.variable()) {
    const std::uint64_t base = bytes_.size();
    for (const std::uint64_t end : values.ends) joined_.ends.push_back(base + end);
    bytes_.insert(bytes_.end(), values.bytes.begin(), values.bytes.end());
    return {};
  }
  add_bits(values.bytes, values.count * values.bits, bytes_, size_in_bits_);
  if (!values.element_validity.empty())
    add_bits(values.element_validity, values.count * values.elements, element_bits_, element_count_);
  return {};
}

void ValueJoiner::add_bits(Bytes bits, std::uint64_t count, std::vector<std::byte>& to, std::uint64_t& size) {
  if (size % 8 == 0) {
    to.insert(to.end(), bits.begin(), bits.begin() + static_cast<std::ptrdiff_t>((count + 7) / 8));
  } else {
    to.resize(static_cast<std::size_t>((size + count + 7) / 8));
    // What lies behind the last bit of the part before is not said.
    to[size / 8] &= static_cast<std::byte>((1U << (size % 8)) - 1U);
    for (std::uint64_t i = 0; i < count; ++i)
      if (bit_at(bits, i)) to[(size + i) / 8] |= static_cast<std::byte>(1U << ((size + i) % 8));
  }
  size += count;
}

Values ValueJoiner::finish() {
  if (joined_.count == 0) return {};
  joined_.bytes = keep(std::move(bytes_), joined_);
  if (element_count_ != 0) joined_.element_validity = keep(std::move(element_bits_), joined_);
  return std::move(joined_);
}

Result<Values> look_up(const Values& dictionary, const Values& indices, ReadBudget& budget, std::string_view where) {
  if (indices.count == 0) return Values();
  if (indices.bits != 8 && indices.bits != 16 && indices.bits != 32 && indices.bits != 64)
    return corrupt(where, "the indices of a dictionary are of an impossible width", {}, std::to_string(indices.bits) + " bits");
  if (dictionary.bits % 8 != 0 || !dictionary.element_validity.empty())
    return unsupported(where, "a dictionary of values of " + std::to_string(dictionary.bits) + " bits");
  std::uint64_t size = 0;
  for (std::size_t row = 0; row < indices.count; ++row) {
    const std::uint64_t index = index_at(indices, row);
    if (index >= dictionary.count)
      return corrupt(where, "row " + std::to_string(row) + " of a page names an item that its dictionary lacks",
                     "below " + std::to_string(dictionary.count), std::to_string(index));
    if (__builtin_add_overflow(size, dictionary.value(static_cast<std::size_t>(index)).size(), &size))
      return corrupt(where, "the items of a page are longer than can be");
  }
  KINORA_TRY_VOID(budget.take_beyond(size, indices.bytes.size() + dictionary.bytes.size(), where));
  Values values;
  values.count = indices.count;
  values.bits = dictionary.bits;
  values.elements = dictionary.elements;
  if (values.variable()) values.ends.reserve(static_cast<std::size_t>(values.count));
  std::vector<std::byte> bytes;
  bytes.reserve(static_cast<std::size_t>(size));
  for (std::size_t row = 0; row < indices.count; ++row) {
    const Bytes item = dictionary.value(static_cast<std::size_t>(index_at(indices, row)));
    bytes.insert(bytes.end(), item.begin(), item.end());
    if (values.variable()) values.ends.push_back(bytes.size());
  }
  values.bytes = keep(std::move(bytes), values);
  return values;
}

}  // namespace kinora::lance
