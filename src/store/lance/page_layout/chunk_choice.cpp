#include "store/lance/page_layout/chunk_choice.hpp"

#include "store/lance/data_file_layout.hpp"
#include "store/lance/page_layout.pb.h"

#include <cstdint>
#include <cstring>

namespace kinora::lance {
namespace {

constexpr std::size_t kChunkUnit = 8;

struct Chunk {
  std::size_t word = 0;   ///< where its word begins
  std::size_t begin = 0;  ///< where it begins
  std::size_t size = 0;
  std::uint64_t rows = 0;
};

/// All chunks of a page; nothing if they are not all of it.
std::optional<std::vector<Chunk>> chunks_of(const Page& page, const layout::MiniBlock& layout) {
  const Bytes words = page.buffers[0];
  const std::size_t word = layout.large_chunks() ? sizeof(std::uint32_t) : sizeof(std::uint16_t);
  if (words.size() % word != 0) return std::nullopt;
  std::vector<Chunk> chunks;
  std::size_t begin = 0;
  std::uint64_t left = page.rows;
  for (std::size_t at = 0; at < words.size(); at += word) {
    const std::uint32_t meta =
        layout.large_chunks() ? load<std::uint32_t>(words, at) : std::uint32_t{load<std::uint16_t>(words, at)};
    const std::uint64_t rows = at + word == words.size() ? left : std::uint64_t{1} << (meta & 0xFU);
    const std::size_t size = (std::size_t{meta >> 4U} + 1) * kChunkUnit;
    if (rows > left || size > page.buffers[1].size() - begin) return std::nullopt;
    chunks.push_back({.word = at, .begin = begin, .size = size, .rows = rows});
    begin += size;
    left -= rows;
  }
  return left == 0 ? std::optional(std::move(chunks)) : std::nullopt;
}

void append(std::vector<std::byte>& to, Bytes bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }

}  // namespace

std::optional<ChosenChunks> choose_chunks(const Page& page, const PageRows& rows) {
  layout::PageLayout layout;
  if (page.encoding_type != kPageLayoutType || page.buffers.size() < 2 || !layout.ParseFromString(page.encoding))
    return std::nullopt;
  if (!layout.has_mini_block() || layout.mini_block().has_repetition() || layout.mini_block().num_items() != page.rows)
    return std::nullopt;
  const auto chunks = chunks_of(page, layout.mini_block());
  if (!chunks) return std::nullopt;

  const std::size_t word = layout.mini_block().large_chunks() ? sizeof(std::uint32_t) : sizeof(std::uint16_t);
  ChosenChunks chosen;
  chosen.page = page;
  chosen.page.rows = 0;
  std::uint64_t first = 0;
  auto row = rows.begin();
  for (const Chunk& chunk : *chunks) {
    const auto begin = row;
    for (; row != rows.end() && *row < first + chunk.rows; ++row)
      chosen.rows.push_back(static_cast<std::size_t>(*row - first + chosen.page.rows));
    first += chunk.rows;
    if (row == begin) continue;
    append(chosen.words, page.buffers[0].subspan(chunk.word, word));
    append(chosen.bytes, page.buffers[1].subspan(chunk.begin, chunk.size));
    chosen.page.rows += chunk.rows;
  }
  chosen.page.buffers[0] = chosen.words;
  chosen.page.buffers[1] = chosen.bytes;
  layout.mutable_mini_block()->set_num_items(chosen.page.rows);
  chosen.page.encoding = layout.SerializeAsString();
  return chosen;
}

}  // namespace kinora::lance
