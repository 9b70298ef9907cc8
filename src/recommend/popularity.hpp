#pragma once

#include "recommend/movie_index.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace kinora {

/// How a film stands beside those asked for: taken off only where it is less known or rated lower. So the films like a famous one
/// are known ones, and an obscure one is not answered with whatever is popular.
class Standing {
 public:
  /// `liked` is not empty.
  Standing(const MovieIndex& index, const std::vector<std::size_t>& liked);

  /// 0..1, the mean over the liked films: by how much less known it is.
  [[nodiscard]] float less_known(std::size_t row) const { return mean_shortfall(liked_fame_, fame(row)); }
  /// 0..1, the mean over the liked films: by how much lower it is rated, two points of ten and more being 1.
  [[nodiscard]] float rated_lower(std::size_t row) const;

 private:
  [[nodiscard]] float fame(std::size_t row) const;
  [[nodiscard]] float fame_of(float votes) const;
  [[nodiscard]] float rating(std::size_t row) const;
  [[nodiscard]] static float mean_shortfall(const std::vector<float>& wanted, float found);

  const MovieIndex& index_;
  std::array<float, 1024> fame_of_few_{};  ///< most films have fewer votes than these
  std::vector<float> liked_fame_, liked_ratings_;
};

}  // namespace kinora
