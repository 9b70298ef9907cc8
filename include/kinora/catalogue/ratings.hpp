#pragma once

#include "kinora/base/export.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace kinora {

/// What one person gave one film.
struct Rating {
  std::int64_t user = 0;
  std::int64_t movie = 0;
  float value = 0;
  std::int64_t time = 0;  ///< seconds since 1970-01-01 UTC; 0 if unknown
};

/// Who gave which film how much: at most one rating of a person for a film, by person. People and films are numbered densely in
/// the order of their ids, so that whoever counts over them needs vectors and no maps. Value type; const use is thread-safe.
/// 16 bytes a rating.
class KINORA_EXPORT Ratings {
 public:
  /// A rating among those of one person.
  struct Entry {
    std::uint32_t movie = 0;  ///< position in movies()
    float value = 0;
    std::int64_t time = 0;
  };

  Ratings() = default;
  /// In any order. Of several ratings of a person for a film the one of the latest time counts, of equal times the one given
  /// last; the others are counted in replaced(). O(n log n). At most 2^32 films.
  explicit Ratings(std::vector<Rating> ratings);

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] std::uint64_t replaced() const { return replaced_; }

  /// Ids, ascending and distinct; each has at least one rating.
  [[nodiscard]] std::span<const std::int64_t> users() const { return users_; }
  [[nodiscard]] std::span<const std::int64_t> movies() const { return movies_; }
  /// The ratings of users()[user], by film.
  [[nodiscard]] std::span<const Entry> of_user(std::size_t user) const {
    const std::size_t begin = user == 0 ? 0 : ends_[user - 1];
    return std::span(entries_).subspan(begin, ends_[user] - begin);
  }

  /// The same ratings with other ids for the films; those of a film without a new id are left out. Films that share a new id
  /// become one, of which each person's latest rating counts.
  [[nodiscard]] Ratings with_movies(const std::function<std::optional<std::int64_t>(std::int64_t)>& new_id) const;

 private:
  std::vector<std::int64_t> users_;
  std::vector<std::int64_t> movies_;
  std::vector<std::uint64_t> ends_;  // by user
  std::vector<Entry> entries_;
  std::uint64_t replaced_ = 0;
};

}  // namespace kinora
