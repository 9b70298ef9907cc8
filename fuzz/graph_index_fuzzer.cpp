#include "base/hash.hpp"
#include "kinora/search/graph_index.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <vector>

namespace {

constexpr std::size_t kHeaderSize = 256;
constexpr std::size_t kChecksumSize = sizeof(std::uint64_t);
constexpr std::size_t kMostFloats = 1 << 16;

struct alignas(64) Line {
  std::uint8_t bytes[64];
};

/// Hits are rows, each once.
void check(const kinora::GraphIndex& index, const kinora::MatrixView& vectors, const kinora::RowSelection& selection) {
  const std::vector<float> query(vectors.cols, 0.5F);
  const auto hits = index.search(vectors, {}, query, 5, 12, selection);
  if (!hits) std::abort();
  std::vector<bool> seen(vectors.rows);
  for (const kinora::SearchHit& hit : *hits) {
    if (hit.row >= vectors.rows || seen[hit.row]) std::abort();
    seen[hit.row] = true;
  }
}

}  // namespace

/// Opens the bytes as an index, searches it and extends it by some rows. The header's checksum is set right, so that damage gets
/// as far as the searches.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<Line> lines(size / sizeof(Line) + 1);
  const std::span<std::byte> bytes = std::as_writable_bytes(std::span(lines)).first(size);
  if (size > 0) std::memcpy(bytes.data(), data, size);
  if (size >= kHeaderSize) {
    const std::uint64_t checksum = kinora::xxh3_64(bytes.first(kHeaderSize - kChecksumSize));
    std::memcpy(bytes.data() + kHeaderSize - kChecksumSize, &checksum, kChecksumSize);
  }
  static_cast<void>(kinora::GraphIndex::open(bytes, nullptr, "fuzz", kinora::GraphCheck::kEveryByte));
  const auto index = kinora::GraphIndex::open(bytes, nullptr, "fuzz", kinora::GraphCheck::kHeader);
  if (!index) return 0;
  const std::size_t rows = index->rows() + 20;
  const std::size_t cols = index->dimension();
  if (rows * cols > kMostFloats || rows > kMostFloats) return 0;
  std::vector<float> values(rows * cols + 1);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i * 7 % 31) - 15;
  const kinora::MatrixView all{values.data(), rows, cols, cols};
  kinora::MatrixView vectors = all;
  vectors.rows = index->rows();
  kinora::RowSelection half(vectors.rows);
  for (std::size_t row = 0; row < vectors.rows; row += 2) half[row] = 1;
  check(*index, vectors, {});
  check(*index, vectors, half);
  if (const auto extended = index->extended(all, {})) check(*extended, all, {});
  return 0;
}
