#include "base/hash.hpp"
#include "kinora/search/graph_index.hpp"
#include "search/vectors.hpp"

#include <gtest/gtest.h>
#include <cstring>
#include <memory>
#include <vector>

namespace kinora {
namespace {

constexpr std::size_t kHeaderSize = 256;

/// Bytes that begin where those of a mapped file may.
class AlignedBytes {
 public:
  explicit AlignedBytes(std::span<const std::byte> bytes) : size_(bytes.size()), lines_(bytes.size() / sizeof(Line) + 1) {
    if (!bytes.empty()) std::memcpy(static_cast<void*>(lines_.data()), bytes.data(), bytes.size());
  }
  [[nodiscard]] std::span<std::byte> bytes() { return std::as_writable_bytes(std::span(lines_)).first(size_); }

 private:
  struct alignas(64) Line {
    std::array<std::byte, 64> bytes;
  };
  std::size_t size_;
  std::vector<Line> lines_;
};

AlignedBytes bytes_of(const GraphIndex& graph) {
  std::vector<std::byte> bytes;
  for (const auto part : graph.bytes()) bytes.insert(bytes.end(), part.begin(), part.end());
  return AlignedBytes(bytes);
}

/// With twins, strays, rows that are nowhere, and upper layers.
Matrix some_vectors() {
  Rng rng(1);
  Matrix vectors = testing::uniform_vectors(rng, 60, 6);
  std::copy_n(vectors.row(3).begin(), 6, vectors.row(30).begin());
  vectors.row(7)[0] = std::numeric_limits<float>::quiet_NaN();
  vectors.row(8)[0] = std::numeric_limits<float>::infinity();
  return vectors;
}

GraphIndex build_graph(const MatrixView& vectors, Metric metric = Metric::kL2) {
  return *GraphIndex::build(vectors, {.metric = metric, .neighbours = 4, .build_beam = 16}, {});
}

/// Uses all of an index; whatever is in it, nothing bad happens and every hit is a row.
void use(const GraphIndex& index, const MatrixView& vectors) {
  if (index.rows() != vectors.rows || index.dimension() != vectors.cols) return;
  RowSelection third(vectors.rows);
  for (std::size_t row = 0; row < vectors.rows; row += 3) third[row] = 1;
  for (const RowSelection& selection : {RowSelection(), third}) {
    const auto hits = index.search(vectors, {}, vectors.row(0), 10, 20, selection);
    ASSERT_TRUE(hits);
    std::vector<bool> seen(vectors.rows);
    for (const SearchHit& hit : *hits) {
      ASSERT_LT(hit.row, vectors.rows);
      EXPECT_FALSE(seen[hit.row]);
      seen[hit.row] = true;
    }
  }
}

void seal_header(std::span<std::byte> bytes) {
  const std::uint64_t checksum = xxh3_64(bytes.first(kHeaderSize - 8));
  std::memcpy(bytes.data() + kHeaderSize - 8, &checksum, sizeof(checksum));
}

TEST(GraphFile, GivesBackWhatWasWritten) {
  const Matrix vectors = some_vectors();
  for (const Metric metric : {Metric::kCosine, Metric::kL2, Metric::kDot}) {
    const GraphIndex graph = build_graph(vectors.view(), metric);
    AlignedBytes bytes = bytes_of(graph);
    for (const GraphCheck check : {GraphCheck::kHeader, GraphCheck::kEveryByte}) {
      const auto opened = GraphIndex::open(bytes.bytes(), nullptr, "test", check);
      ASSERT_TRUE(opened) << opened.error().message();
      EXPECT_TRUE(opened->has_graph());
      EXPECT_EQ(opened->rows(), 60U);
      EXPECT_EQ(opened->dimension(), 6U);
      EXPECT_EQ(opened->options().metric, metric);
      EXPECT_EQ(opened->options().neighbours, 4U);
      EXPECT_EQ(opened->options().build_beam, 16U);
      AlignedBytes again = bytes_of(*opened);
      EXPECT_TRUE(std::equal(again.bytes().begin(), again.bytes().end(), bytes.bytes().begin(), bytes.bytes().end()));
      const auto expected = graph.search(vectors.view(), {}, vectors.row(0), 10, 20, {});
      const auto hits = opened->search(vectors.view(), {}, vectors.row(0), 10, 20, {});
      ASSERT_EQ(hits->size(), expected->size());
      for (std::size_t i = 0; i < hits->size(); ++i) EXPECT_EQ((*hits)[i].row, (*expected)[i].row);
    }
  }
}

TEST(GraphFile, IsExtendedFromItsBytes) {
  Rng rng(2);
  const Matrix vectors = testing::uniform_vectors(rng, 500, 6);
  const GraphIndex graph = build_graph({vectors.data(), 300, 6, vectors.stride()});
  AlignedBytes bytes = bytes_of(graph);
  const auto opened = GraphIndex::open(bytes.bytes(), nullptr, "test", GraphCheck::kEveryByte);
  AlignedBytes expected = bytes_of(*graph.extended(vectors.view(), {}));
  AlignedBytes extended = bytes_of(*opened->extended(vectors.view(), {}));
  EXPECT_TRUE(std::equal(extended.bytes().begin(), extended.bytes().end(), expected.bytes().begin(), expected.bytes().end()));
}

TEST(GraphFile, KeepsCodesAlone) {
  const Matrix vectors = some_vectors();
  AlignedBytes bytes = bytes_of(*GraphIndex::build_codes(vectors.view(), Metric::kCosine, {}));
  const auto opened = GraphIndex::open(bytes.bytes(), nullptr, "test", GraphCheck::kEveryByte);
  ASSERT_TRUE(opened) << opened.error().message();
  EXPECT_FALSE(opened->has_graph());
  use(*opened, vectors.view());
}

TEST(GraphFile, KeepsItsOwnerAlive) {
  const Matrix vectors = some_vectors();
  auto bytes = std::make_shared<AlignedBytes>(bytes_of(build_graph(vectors.view())));
  const std::weak_ptr<AlignedBytes> watch = bytes;
  {
    const auto opened = GraphIndex::open(bytes->bytes(), bytes, "test", GraphCheck::kHeader);
    bytes.reset();
    EXPECT_FALSE(watch.expired());
    use(*opened, vectors.view());
  }
  EXPECT_TRUE(watch.expired());
}

TEST(GraphFile, RefusesEveryDamage) {
  const Matrix vectors = some_vectors();
  AlignedBytes bytes = bytes_of(build_graph(vectors.view()));
  for (std::byte& byte : bytes.bytes())
    for (const unsigned flip : {1U, 0x80U, 0xFFU}) {
      byte ^= std::byte{static_cast<unsigned char>(flip)};
      EXPECT_FALSE(GraphIndex::open(bytes.bytes(), nullptr, "test", GraphCheck::kEveryByte));
      byte ^= std::byte{static_cast<unsigned char>(flip)};
    }
  EXPECT_TRUE(GraphIndex::open(bytes.bytes(), nullptr, "test", GraphCheck::kEveryByte));
}

TEST(GraphFile, StaysSafeWithDamagedBytes) {
  const Matrix vectors = some_vectors();
  const Matrix more = testing::uniform_vectors(*std::make_unique<Rng>(3), 80, 6);
  AlignedBytes bytes = bytes_of(build_graph(vectors.view()));
  for (std::size_t i = 0; i < bytes.bytes().size(); ++i)
    for (const unsigned flip : {1U, 0x80U, 0xFFU}) {
      std::byte& byte = bytes.bytes()[i];
      byte ^= std::byte{static_cast<unsigned char>(flip)};
      if (i < kHeaderSize - 8) seal_header(bytes.bytes());
      const auto opened = GraphIndex::open(bytes.bytes(), nullptr, "test", GraphCheck::kHeader);
      if (opened) {
        use(*opened, vectors.view());
        // It takes longest, and reads the numbers in the same way whatever they are.
        if (flip == 0xFFU && i % 3 == 0 && opened->rows() == vectors.rows() && opened->dimension() == 6) {
          const auto extended = opened->extended(more.view(), {});
          if (extended) use(*extended, more.view());
        }
      }
      byte ^= std::byte{static_cast<unsigned char>(flip)};
      if (i < kHeaderSize - 8) seal_header(bytes.bytes());
    }
}

TEST(GraphFile, RefusesBytesThatAreCutOrLonger) {
  const Matrix vectors = some_vectors();
  AlignedBytes bytes = bytes_of(build_graph(vectors.view()));
  for (std::size_t size = 0; size < bytes.bytes().size(); ++size) {
    const auto opened = GraphIndex::open(bytes.bytes().first(size), nullptr, "test", GraphCheck::kHeader);
    ASSERT_FALSE(opened) << size;
    EXPECT_EQ(opened.error().code, ErrorCode::kFileTruncated) << size;
    EXPECT_EQ(opened.error().where, "test");
  }
  std::vector<std::byte> longer(bytes.bytes().begin(), bytes.bytes().end());
  longer.resize(longer.size() + 64);
  EXPECT_FALSE(GraphIndex::open(AlignedBytes(longer).bytes(), nullptr, "test", GraphCheck::kHeader));
}

TEST(GraphFile, SaysWhatItCannotRead) {
  const Matrix vectors = some_vectors();
  AlignedBytes bytes = bytes_of(build_graph(vectors.view()));
  bytes.bytes()[8] = std::byte{2};
  EXPECT_EQ(GraphIndex::open(bytes.bytes(), nullptr, "test", GraphCheck::kHeader).error().code, ErrorCode::kTableUnsupported);
  bytes.bytes()[0] = std::byte{'X'};
  EXPECT_EQ(GraphIndex::open(bytes.bytes(), nullptr, "test", GraphCheck::kHeader).error().code, ErrorCode::kFormatUnknown);
}

}  // namespace
}  // namespace kinora
