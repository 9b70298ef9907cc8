#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// The rows of each mini-batch of an epoch. Batch normalisation needs two rows, so a last batch of one is merged into the one
/// before it.
class MiniBatches {
 public:
  /// At least two rows, `batch` >= 2.
  MiniBatches(std::vector<std::size_t> rows, std::size_t batch, std::uint64_t seed);

  /// Puts the rows into the order of this epoch, which depends on the seed and the epoch alone.
  void shuffle(std::uint64_t epoch);

  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  [[nodiscard]] std::size_t count() const { return count_; }
  /// Rows of the largest batch.
  [[nodiscard]] std::size_t largest() const;
  [[nodiscard]] std::span<const std::size_t> batch(std::size_t index) const;

 private:
  std::vector<std::size_t> rows_;
  std::vector<std::size_t> order_;
  std::size_t batch_;
  std::size_t count_ = 0;
  std::uint64_t seed_;
};

}  // namespace kinora
