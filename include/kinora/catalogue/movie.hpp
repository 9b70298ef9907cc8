#pragma once

#include "kinora/base/export.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

inline constexpr std::int32_t kUnknownYear = std::numeric_limits<std::int32_t>::min();

/// One film with its fields and ids. Empty strings and lists, kUnknownYear and NaN stand for what is not known.
struct KINORA_EXPORT Movie {
  std::int64_t id = 0;
  std::string title = {};
  std::string original_title = {};
  std::string overview = {};
  std::string tagline = {};
  std::string imdb_id = {};
  std::int32_t year = kUnknownYear;
  std::vector<std::string> genres = {};
  std::vector<std::string> keywords = {};
  std::vector<std::string> directors = {};
  std::vector<std::string> cast = {};
  std::string collection = {};
  std::string language = {};
  float runtime_minutes = std::numeric_limits<float>::quiet_NaN();
  float popularity = std::numeric_limits<float>::quiet_NaN();
  float vote_average = std::numeric_limits<float>::quiet_NaN();
  std::int64_t vote_count = 0;
};

/// The same fields seen in somebody else's memory: what readers of files hand over, so that a film is copied once. Valid as long
/// as the bytes and lists that it points to.
struct KINORA_EXPORT MovieView {
  std::int64_t id = 0;
  std::string_view title = {};
  std::string_view original_title = {};
  std::string_view overview = {};
  std::string_view tagline = {};
  std::string_view imdb_id = {};
  std::int32_t year = kUnknownYear;
  std::span<const std::string_view> genres = {};
  std::span<const std::string_view> keywords = {};
  std::span<const std::string_view> directors = {};
  std::span<const std::string_view> cast = {};
  std::string_view collection = {};
  std::string_view language = {};
  float runtime_minutes = std::numeric_limits<float>::quiet_NaN();
  float popularity = std::numeric_limits<float>::quiet_NaN();
  float vote_average = std::numeric_limits<float>::quiet_NaN();
  std::int64_t vote_count = 0;
};

}  // namespace kinora
