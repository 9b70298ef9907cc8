#pragma once

#include "kinora/text/vocabulary.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// What subsampling keeps: of the occurrences of word w those whose 32 random bits are at most thresholds[w]. gensim's formula:
/// p(w) = min(1, (sqrt(count/t) + 1) · t/count), where t is sample · total_count, or sample · (3 + √5) / 2 if sample >= 1
/// (every word with a higher count than `sample` is thinned). sample == 0 keeps everything.
[[nodiscard]] std::vector<std::uint32_t> keep_thresholds(std::span<const std::uint64_t> counts, double sample);

/// The share of a word's occurrences that a threshold keeps.
[[nodiscard]] double keep_probability(std::uint32_t threshold);

/// Draws noise words with probability proportional to count^exponent, in constant time (Walker's alias method, Vose 1991).
class NoiseTable {
 public:
  NoiseTable() = default;
  NoiseTable(std::span<const std::uint64_t> counts, double exponent);

  [[nodiscard]] bool empty() const { return cells_.empty(); }
  [[nodiscard]] double probability(WordId word) const { return probabilities_[word]; }

  /// `bits` are 64 uniform random bits. Requires a table that is not empty.
  [[nodiscard]] WordId draw(std::uint64_t bits) const {
    const std::uint64_t index = ((bits >> 32U) * cells_.size()) >> 32U;
    const Cell cell = cells_[index];
    return static_cast<std::uint32_t>(bits) <= cell.threshold ? static_cast<WordId>(index) : cell.alias;
  }

 private:
  struct Cell {
    std::uint32_t threshold = 0;
    WordId alias = 0;
  };

  std::vector<Cell> cells_;
  std::vector<double> probabilities_;
};

}  // namespace kinora
