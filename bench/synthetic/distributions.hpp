#pragma once

#include "base/random.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>

// The shape of a real catalogue, as counts and quantiles of The Movies Dataset (45,466 films; keywords.csv: 46,419).

namespace kinora::synthetic {

/// An index with a chance in proportion to its count.
template <std::size_t size>
std::size_t draw_counted(const std::array<std::uint32_t, size>& counts, Rng& rng) {
  std::uint64_t left = rng.below(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
  for (std::size_t index = 0;; ++index) {
    if (left < counts[index]) return index;
    left -= counts[index];
  }
}

struct QuantilePoint {
  double share;
  double value;
};

/// The value at a uniformly drawn share, straight between the points. The first share is 0, the last 1.
template <std::size_t size>
double draw_quantile(const std::array<QuantilePoint, size>& points, Rng& rng) {
  const double share = rng.uniform_double();
  std::size_t next = 1;
  while (points[next].share <= share) ++next;
  const QuantilePoint& low = points[next - 1];
  const QuantilePoint& high = points[next];
  return low.value + (high.value - low.value) * (share - low.share) / (high.share - low.share);
}

struct Genre {
  int id;
  const char* name;
};
inline constexpr std::array<Genre, 20> kGenres = {
    {{18, "Drama"},     {35, "Comedy"},    {53, "Thriller"},    {10749, "Romance"}, {28, "Action"},
     {27, "Horror"},    {80, "Crime"},     {99, "Documentary"}, {12, "Adventure"},  {878, "Science Fiction"},
     {10751, "Family"}, {9648, "Mystery"}, {14, "Fantasy"},     {16, "Animation"},  {10769, "Foreign"},
     {10402, "Music"},  {36, "History"},   {10752, "War"},      {37, "Western"},    {10770, "TV Movie"}}};
inline constexpr std::array<std::uint32_t, 20> kGenreCounts = {20265, 13182, 7624, 6735, 6596, 4673, 4307, 3932, 3496, 3049,
                                                               2770,  2467,  2313, 1935, 1622, 1598, 1398, 1323, 1042, 767};
inline constexpr std::array<std::uint32_t, 9> kGenreListLengths = {2442, 14559, 14480, 9586, 3380, 835, 157, 24, 3};
/// From one word on.
inline constexpr std::array<std::uint32_t, 20> kTitleLengths = {7822, 12648, 10294, 6764, 3906, 1951, 950, 547, 271, 142,
                                                                73,   45,    22,    10,   8,    2,    1,   2,   1,   1};
/// From no keyword on.
inline constexpr std::array<std::uint32_t, 31> kKeywordListLengths = {
    14795, 6623, 4815, 4277, 3300, 2859, 1971, 1498, 1052, 862, 762, 671, 598, 402, 326, 282,
    244,   207,  165,  125,  131,  92,   84,   65,   36,   27,  25,  26,  11,  15,  8};
/// From the 1880s on.
inline constexpr std::array<std::uint32_t, 14> kDecades = {4,    75,   87,   176,  432,  1317,  1494,
                                                           2080, 2622, 3472, 3931, 5677, 11207, 12799};
inline constexpr std::array<QuantilePoint, 11> kVotes = {{{0, 0},
                                                          {0.07, 0},
                                                          {0.10, 1},
                                                          {0.25, 3},
                                                          {0.50, 10},
                                                          {0.75, 34},
                                                          {0.90, 160},
                                                          {0.95, 434},
                                                          {0.99, 2185},
                                                          {0.999, 6559},
                                                          {1, 14075}}};
inline constexpr std::array<QuantilePoint, 8> kOverviewLengths = {
    {{0, 1}, {0.10, 21}, {0.25, 31}, {0.50, 53}, {0.75, 71}, {0.90, 95}, {0.99, 156}, {1, 187}}};

}  // namespace kinora::synthetic
