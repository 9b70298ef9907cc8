#pragma once

#include "base/random.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora::synthetic {

enum class Spread : std::uint8_t {
  kClustered,  ///< a mixture, as embeddings are
  kUniform     ///< each number evenly in -1..1: the hardest there is, and nothing that occurs
};

struct VectorOptions {
  Spread spread = Spread::kClustered;
  std::size_t dimension = 100;
  std::size_t clusters = 1'500;
  std::uint64_t seed = 42;
};

/// Makes vectors up. Clustered ones: the clusters' sizes follow Zipf's law; their centres lie in 40 groups, so that neighbouring
/// clusters overlap; each has its own reach and its own few directions in which it is wide (about 17 of 100 count), so that
/// near neighbours are neither trivial nor all equally far. Any row is made on its own: a smaller table is the begin of a larger
/// one.
class VectorSource {
 public:
  explicit VectorSource(const VectorOptions& options);

  /// Fills `vector`, which has the dimension's length, and gives its cluster; 0 if there are none.
  std::size_t draw(Rng& rng, std::span<float> vector) const;

 private:
  [[nodiscard]] std::size_t draw_cluster(Rng& rng) const;

  VectorOptions options_;
  std::vector<double> shares_;     ///< of the clusters up to each one
  std::vector<float> centres_;     ///< clusters × dimension
  std::vector<float> deviations_;  ///< clusters × dimension
};

}  // namespace kinora::synthetic
