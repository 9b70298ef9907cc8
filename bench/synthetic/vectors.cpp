#include "synthetic/vectors.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace kinora::synthetic {
namespace {

constexpr std::size_t kGroups = 40;
constexpr std::uint64_t kCentreStream = ~std::uint64_t{0};
constexpr float kOfGroup = 0.8F;
constexpr float kOfCluster = 0.6F;
constexpr float kReach = 2;
constexpr float kReachSpread = 0.35F;

/// Two independent standard normal numbers (Box and Muller, 1958).
struct NormalPair {
  float first;
  float second;
};
NormalPair draw_normals(Rng& rng) {
  const double length = std::sqrt(-2 * std::log(1 - rng.uniform_double()));
  const double angle = 2 * std::numbers::pi * rng.uniform_double();
  return {static_cast<float>(length * std::cos(angle)), static_cast<float>(length * std::sin(angle))};
}

void fill_normal(Rng& rng, std::span<float> values) {
  for (std::size_t i = 0; i < values.size(); i += 2) {
    const NormalPair pair = draw_normals(rng);
    values[i] = pair.first;
    if (i + 1 < values.size()) values[i + 1] = pair.second;
  }
}

}  // namespace

VectorSource::VectorSource(const VectorOptions& options) : options_(options) {
  if (options.spread == Spread::kUniform) return;
  const std::size_t dimension = options.dimension;
  Rng rng(options.seed, kCentreStream);
  std::vector<float> groups(kGroups * dimension);
  fill_normal(rng, groups);
  centres_.resize(options.clusters * dimension);
  fill_normal(rng, centres_);
  deviations_.resize(options.clusters * dimension);
  std::vector<std::size_t> ranks(dimension);
  std::iota(ranks.begin(), ranks.end(), std::size_t{1});
  double total = 0;
  for (std::size_t cluster = 0; cluster < options.clusters; ++cluster) {
    shares_.push_back(total += 1 / static_cast<double>(cluster + 1));
    const float* group = groups.data() + rng.below(kGroups) * dimension;
    const float reach = kReach * std::exp(kReachSpread * draw_normals(rng).first);
    rng.shuffle(std::span(ranks));
    for (std::size_t i = 0; i < dimension; ++i) {
      float& centre = centres_[cluster * dimension + i];
      centre = kOfGroup * group[i] + kOfCluster * centre;
      deviations_[cluster * dimension + i] = reach / std::sqrt(static_cast<float>(ranks[i]));
    }
  }
  for (double& share : shares_) share /= total;
}

std::size_t VectorSource::draw_cluster(Rng& rng) const {
  const auto found = std::upper_bound(shares_.begin(), shares_.end(), rng.uniform_double());
  return std::min(static_cast<std::size_t>(found - shares_.begin()), shares_.size() - 1);
}

std::size_t VectorSource::draw(Rng& rng, std::span<float> vector) const {
  if (options_.spread == Spread::kUniform) {
    for (float& value : vector) value = 2 * rng.uniform_float() - 1;
    return 0;
  }
  const std::size_t cluster = draw_cluster(rng);
  const std::size_t begin = cluster * options_.dimension;
  fill_normal(rng, vector);
  for (std::size_t i = 0; i < vector.size(); ++i) vector[i] = centres_[begin + i] + deviations_[begin + i] * vector[i];
  return cluster;
}

}  // namespace kinora::synthetic
