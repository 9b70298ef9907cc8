#pragma once

#include "kinora/recommend/ranking_options.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kinora {

/// The parts of a score, in the order in which they are shown when equal.
enum class ScorePart : std::uint8_t {
  kText,
  kGenres,
  kKeywords,
  kPlot,
  kPeople,
  kTitle,
  kCollection,
  kDecade,
  kRuntime,
  kKnown,
  kRating,
  kDislike
};

/// What a part does in the two scores (RankingOptions).
enum class PartRole : std::uint8_t {
  kLikeness,      ///< likeness of its own in both
  kScale,         ///< scales likeness in `alike`; is likeness in `audience`
  kScaleAndTake,  ///< scales likeness in `alike`; is taken off in `audience` where the film falls short
  kDislike        ///< taken off in both
};

/// All that is said of a part in one place: its name is the key of its weight in a recipe and the kind of its reason.
struct PartSpec {
  ScorePart part = ScorePart::kText;
  std::string_view name;
  PartRole role = PartRole::kLikeness;
  double RankingWeights::*weight = nullptr;
  /// In `audience` counted against what films that have the field get on average.
  bool is_centred = false;
};

inline constexpr std::array<PartSpec, 12> kPartSpecs = {{
    {ScorePart::kText, "text", PartRole::kLikeness, &RankingWeights::text, true},
    {ScorePart::kGenres, "genres", PartRole::kLikeness, &RankingWeights::genres, true},
    {ScorePart::kKeywords, "keywords", PartRole::kLikeness, &RankingWeights::keywords, true},
    {ScorePart::kPlot, "plot", PartRole::kLikeness, &RankingWeights::plot, true},
    {ScorePart::kPeople, "people", PartRole::kLikeness, &RankingWeights::people, true},
    {ScorePart::kTitle, "title", PartRole::kLikeness, &RankingWeights::title, false},
    {ScorePart::kCollection, "collection", PartRole::kLikeness, &RankingWeights::collection, false},
    {ScorePart::kDecade, "decade", PartRole::kScale, &RankingWeights::decade, true},
    {ScorePart::kRuntime, "runtime", PartRole::kScale, &RankingWeights::runtime, true},
    {ScorePart::kKnown, "known", PartRole::kScaleAndTake, &RankingWeights::known, false},
    {ScorePart::kRating, "rating", PartRole::kScaleAndTake, &RankingWeights::rating, false},
    {ScorePart::kDislike, "dislike", PartRole::kDislike, &RankingWeights::dislike, false},
}};
inline constexpr std::size_t kScorePartCount = kPartSpecs.size();
using ScoreParts = std::array<float, kScorePartCount>;

[[nodiscard]] constexpr std::size_t place_of(ScorePart part) { return static_cast<std::size_t>(part); }

/// How many parts have a role up to `last`: roles come in their order.
[[nodiscard]] constexpr std::size_t parts_up_to(PartRole last) {
  std::size_t count = 0;
  for (const PartSpec& spec : kPartSpecs) count += spec.role <= last ? 1 : 0;
  return count;
}
inline constexpr std::size_t kAlikePartCount = parts_up_to(PartRole::kLikeness);  ///< likeness in `alike`
inline constexpr std::size_t kLikenessPartCount = parts_up_to(PartRole::kScale);  ///< likeness in `audience`
static_assert(parts_up_to(PartRole::kDislike) == kScorePartCount);
static_assert(
    [] {
      for (std::size_t i = 0; i < kPartSpecs.size(); ++i)
        if (place_of(kPartSpecs[i].part) != i || (i > 0 && kPartSpecs[i].role < kPartSpecs[i - 1].role)) return false;
      return kPartSpecs.back().part == ScorePart::kDislike;
    }(),
    "the table has each part at its place, by role");

[[nodiscard]] constexpr std::string_view score_part_name(ScorePart part) { return kPartSpecs[place_of(part)].name; }

}  // namespace kinora
