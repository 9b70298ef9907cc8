#pragma once

#include "recommend/movie_index.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace kinora {

/// How well known and how highly rated a film is beside those asked for.
class Popularity {
 public:
  /// `liked` is not empty.
  Popularity(const MovieIndex& index, const std::vector<std::size_t>& liked);

  /// 0..1, the mean over the liked films: the square of the lesser fame of the two; 0 where nobody voted. Symmetric between two
  /// films.
  [[nodiscard]] float both_known(std::size_t row) const;
  /// 0..1, the mean over the liked films: the lesser rating of the two, of ten. Symmetric between two films.
  [[nodiscard]] float both_rated(std::size_t row) const;
  /// 0..1, the mean over the liked films: by how much less known the film is.
  [[nodiscard]] float less_known(std::size_t row) const;
  /// 0..1, the mean over the liked films: by how much lower it is rated, two points of ten and more being 1.
  [[nodiscard]] float rated_lower(std::size_t row) const;

 private:
  [[nodiscard]] float fame(std::size_t row) const;
  [[nodiscard]] float fame_of(float votes) const;
  [[nodiscard]] float rating(std::size_t row) const;

  const MovieIndex& index_;
  std::array<float, 1024> fame_of_few_{};  ///< most films have fewer votes than these
  std::vector<float> liked_fame_, liked_ratings_;
};

}  // namespace kinora
