#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kinora {
struct ColumnMapping;
}

namespace kinora::ingest {

/// What a column can hold.
enum class Field : std::uint8_t {
  kId,
  kTitle,
  kOriginalTitle,
  kYear,  ///< or a date that starts with it
  kGenres,
  kDirectors,
  kCast,
  kCrew,  ///< records with a job, of which the directors are kept
  kKeywords,
  kOverview,
  kTagline,
  kCollection,
  kLanguage,
  kRuntime,
  kPopularity,
  kVoteAverage,
  kVoteCount,
  kImdbId,
};
inline constexpr std::size_t kFieldCount = 18;

/// The name by which generic files, recipes and messages call it.
[[nodiscard]] std::string_view name_of(Field field);

/// The column that a mapping gives to a field; empty if none (as always for kCrew).
[[nodiscard]] std::string_view column_of(const ColumnMapping& mapping, Field field);

}  // namespace kinora::ingest
