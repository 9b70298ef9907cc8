#include "store/lance/page_layout/mini_block_writer.hpp"

#include "base/check.hpp"
#include "base/try.hpp"

#include <algorithm>

namespace kinora::lance {
namespace {

constexpr std::size_t kAlignment = 8;

}  // namespace

template <class T>
void MiniBlockWriter::append(std::span<const T> values) {
  const Bytes bytes = std::as_bytes(values);
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

void MiniBlockWriter::pad() { bytes_.resize((bytes_.size() + kAlignment - 1) / kAlignment * kAlignment); }

void MiniBlockWriter::add(const MiniBlockChunk& chunk) {
  const std::size_t levels = std::max(chunk.repetition.size(), chunk.definition.size());
  KINORA_CHECK(levels <= kMaxLevels && chunk.log_values < 16, levels, chunk.log_values);
  const std::size_t begin = bytes_.size();
  const auto append_number = [this](auto value) { append(std::span<const decltype(value)>(&value, 1)); };
  append_number(static_cast<std::uint16_t>(levels));
  for (const std::span<const std::uint16_t> each : {chunk.repetition, chunk.definition})
    if (!each.empty()) append_number(static_cast<std::uint16_t>(each.size_bytes()));
  append_number(static_cast<std::uint32_t>(chunk.values.size()));
  pad();
  for (const std::span<const std::uint16_t> each : {chunk.repetition, chunk.definition}) {
    append(each);
    pad();
  }
  append(chunk.values);
  pad();
  const std::uint64_t word = ((bytes_.size() - begin) / kAlignment - 1) << 4U | chunk.log_values;
  KINORA_CHECK(word >> 32U == 0, word);
  words_.push_back(static_cast<std::uint32_t>(word));
}

Result<void> MiniBlockWriter::write(DataFileWriter& writer, wire::Page& page) const {
  KINORA_TRY_VOID(writer.append_buffer(std::as_bytes(std::span(words_)), page));
  return writer.append_buffer(bytes_, page);
}

}  // namespace kinora::lance
