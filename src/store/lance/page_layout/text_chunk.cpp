#include "store/lance/page_layout/text_chunk.hpp"

#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

namespace kinora::lance {
namespace {

constexpr std::size_t kTextChunkBytes = 8192;
constexpr unsigned kMaxLogValues = 12;
/// LanceDB refuses a chunk whose values do not fill whole words.
constexpr std::size_t kWord = sizeof(std::uint32_t);

std::size_t size_of_text(const Column& column, std::size_t index) {
  return is_null_text(column, index) ? 0 : column.text_at(index).size();
}

}  // namespace

bool is_null_text(const Column& column, std::size_t index) {
  return column.field.type == DataType::kStringList ? column.is_null_item(index) : column.is_null(index);
}

TextChunkSize next_text_chunk(const Column& column, std::size_t begin, std::size_t end) {
  std::size_t bytes = kWord;
  std::size_t fitting = 0;
  while (begin + fitting < end && fitting < std::size_t{1} << kMaxLogValues) {
    bytes += kWord + size_of_text(column, begin + fitting);
    if (bytes > kTextChunkBytes) break;
    ++fitting;
  }
  if (begin + fitting == end) return {fitting, 0};
  unsigned log = 1;
  while (std::size_t{2} << log <= fitting) ++log;
  if (begin + (std::size_t{1} << log) >= end) return {end - begin, 0};
  return {std::size_t{1} << log, log};
}

Result<std::vector<std::byte>> encode_text_chunk(const Column& column, std::size_t begin, std::size_t end) {
  const std::size_t offsets_size = (end - begin + 1) * kWord;
  std::size_t size = offsets_size;
  for (std::size_t i = begin; i < end; ++i) size += size_of_text(column, i);
  if (size > std::numeric_limits<std::int32_t>::max())
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "strings that lie beside each other are too long for data format 2.2",
                 .where = "column '" + column.field.name + "'",
                 .expected = "less than 2 GiB",
                 .found = std::to_string(size) + " bytes"});
  std::vector<std::byte> chunk((size + kWord - 1) / kWord * kWord);
  auto offset = static_cast<std::uint32_t>(offsets_size);
  std::byte* ends = chunk.data();
  std::memcpy(ends, &offset, kWord);
  for (std::size_t i = begin; i < end; ++i) {
    if (const std::string_view text = column.text_at(i); !is_null_text(column, i) && !text.empty()) {
      std::memcpy(chunk.data() + offset, text.data(), text.size());
      offset += static_cast<std::uint32_t>(text.size());
    }
    std::memcpy(ends += kWord, &offset, kWord);
  }
  return chunk;
}

}  // namespace kinora::lance
