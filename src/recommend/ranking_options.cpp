#include "kinora/recommend/ranking_options.hpp"

#include "base/try.hpp"
#include "recommend/score_parts.hpp"

namespace kinora {
namespace {

constexpr double kMaxWeight = 1000;

/// At least one part up to a role must count.
Result<void> require_weight(const RankingWeights& weights, PartRole last, const char* section) {
  for (const PartSpec& spec : kPartSpecs)
    if (spec.role <= last && weights.*spec.weight > 0) return {};
  return fail({.code = ErrorCode::kRecipeValue,
               .what = "every weight is zero",
               .where = section,
               .expected = last == PartRole::kLikeness
                               ? "a weight above 0 for text, genres, keywords, plot, people, title or collection"
                               : "at least one weight above 0",
               .next_step = "Give some part of the score a weight"});
}

}  // namespace

RankingWeights RankingWeights::audience() {
  return {.text = 0.01,
          .genres = 0.04,
          .keywords = 0.22,
          .plot = 0.04,
          .people = 0.08,
          .title = 0.11,
          .collection = 0.11,
          .decade = 0.09,
          .runtime = 0.02,
          .known = 0.15,
          .rating = 0.08,
          .dislike = 0.50};
}

Result<void> RankingWeights::validate(const std::string& section) const {
  for (const PartSpec& spec : kPartSpecs) {
    const double weight = this->*spec.weight;
    if (!(weight >= 0 && weight <= kMaxWeight))
      return fail({.code = ErrorCode::kRecipeValue,
                   .what = "a weight is out of its range",
                   .where = section + "." + std::string(spec.name),
                   .expected = "0 to 1000",
                   .found = std::to_string(weight),
                   .next_step = "Change it in the recipe or with --set"});
  }
  return {};
}

Result<void> RankingOptions::validate() const {
  if (!(taste >= 0 && taste <= 1))
    return fail({.code = ErrorCode::kRecipeValue,
                 .what = "the dial between alike and audience is out of its range",
                 .where = "ranking.taste",
                 .expected = "0 (films that are alike) to 1 (films that the same people like)",
                 .found = std::to_string(taste),
                 .next_step = "Change it in the recipe or with --taste"});
  KINORA_TRY_VOID(alike.validate("ranking"));
  KINORA_TRY_VOID(audience.validate("ranking.audience"));
  KINORA_TRY_VOID(require_weight(alike, PartRole::kLikeness, "ranking"));
  return require_weight(audience, PartRole::kScaleAndTake, "ranking.audience");
}

}  // namespace kinora
