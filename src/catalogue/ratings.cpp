#include "kinora/catalogue/ratings.hpp"

#include <algorithm>
#include <tuple>

namespace kinora {
namespace {

bool same_pair(const Rating& a, const Rating& b) { return a.user == b.user && a.movie == b.movie; }

/// Keeps the last of each person's ratings of a film.
void keep_latest(std::vector<Rating>& ratings) {
  const auto before = [](const Rating& a, const Rating& b) {
    return std::tie(a.user, a.movie, a.time) < std::tie(b.user, b.movie, b.time);
  };
  // MovieLens' files are in this order already: sorting would take as much memory again.
  if (!std::is_sorted(ratings.begin(), ratings.end(), before)) std::stable_sort(ratings.begin(), ratings.end(), before);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < ratings.size(); ++i)
    if (i + 1 == ratings.size() || !same_pair(ratings[i], ratings[i + 1])) ratings[kept++] = ratings[i];
  ratings.resize(kept);
}

std::vector<std::int64_t> distinct_movies(const std::vector<Rating>& ratings) {
  std::vector<std::int64_t> ids;
  ids.reserve(ratings.size());
  for (const Rating& rating : ratings) ids.push_back(rating.movie);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  ids.shrink_to_fit();
  return ids;
}

}  // namespace

Ratings::Ratings(std::vector<Rating> ratings) {
  const std::size_t given = ratings.size();
  keep_latest(ratings);
  replaced_ = given - ratings.size();
  movies_ = distinct_movies(ratings);
  entries_.reserve(ratings.size());
  for (const Rating& rating : ratings) {
    if (users_.empty() || users_.back() != rating.user) {
      users_.push_back(rating.user);
      ends_.push_back(entries_.size());
    }
    const auto movie = std::lower_bound(movies_.begin(), movies_.end(), rating.movie) - movies_.begin();
    entries_.push_back({.movie = static_cast<std::uint32_t>(movie), .value = rating.value, .time = rating.time});
    ends_.back() = entries_.size();
  }
}

Ratings Ratings::with_movies(const std::function<std::optional<std::int64_t>(std::int64_t)>& new_id) const {
  std::vector<std::optional<std::int64_t>> ids;
  ids.reserve(movies_.size());
  for (const std::int64_t id : movies_) ids.push_back(new_id(id));
  std::vector<Rating> ratings;
  ratings.reserve(entries_.size());
  for (std::size_t user = 0; user < users_.size(); ++user)
    for (const Entry& entry : of_user(user))
      if (ids[entry.movie])
        ratings.push_back({.user = users_[user], .movie = *ids[entry.movie], .value = entry.value, .time = entry.time});
  return Ratings(std::move(ratings));
}

}  // namespace kinora
