#include "recommend/scorer.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace kinora {
namespace {

/// Far above what the sum of a dozen parts that add up to about 1 loses in single precision.
constexpr float kRounding = 1e-5F;
constexpr float kTextAlone = 0.5F;

double sum_of_weights(const RankingWeights& weights, PartRole first, PartRole last) {
  double total = 0;
  for (const PartSpec& spec : kPartSpecs)
    if (spec.role >= first && spec.role <= last) total += weights.*spec.weight;
  return total;
}

/// Weights without those of fields that no film of the catalogue has: they would only make every score smaller.
RankingWeights of_catalogue(RankingWeights weights, const MovieIndex& index) {
  for (const auto& [labels, weight] :
       {std::pair(&index.genres(), &RankingWeights::genres), std::pair(&index.keywords(), &RankingWeights::keywords),
        std::pair(&index.plots(), &RankingWeights::plot), std::pair(&index.people(), &RankingWeights::people),
        std::pair(&index.collections(), &RankingWeights::collection)})
    if (labels->labels.empty()) weights.*weight = 0;
  if (index.middle_votes() == 0) weights.known = 0;
  return weights;
}

/// The likeness weights add up to 1; those that scale are relative to the 1 of likeness that is not scaled.
ScaledWeights scale_alike(const RankingWeights& given, const MovieIndex& index) {
  RankingWeights weights = of_catalogue(given, index);
  if (sum_of_weights(weights, PartRole::kLikeness, PartRole::kLikeness) == 0) weights = given;
  const double likeness = sum_of_weights(weights, PartRole::kLikeness, PartRole::kLikeness);
  KINORA_CHECK(likeness > 0, likeness);
  ScaledWeights scaled;
  for (const PartSpec& spec : kPartSpecs) {
    const double weight = weights.*spec.weight;
    scaled.parts[place_of(spec.part)] = static_cast<float>(spec.role == PartRole::kLikeness ? weight / likeness : weight);
  }
  scaled.scale = static_cast<float>(1 / (1 + sum_of_weights(weights, PartRole::kScale, PartRole::kScaleAndTake)));
  return scaled;
}

/// All weights but that of dislike add up to 1.
ScaledWeights scale_audience(const RankingWeights& weights) {
  const double total = sum_of_weights(weights, PartRole::kLikeness, PartRole::kScaleAndTake);
  KINORA_CHECK(total > 0, total);
  ScaledWeights scaled;
  for (const PartSpec& spec : kPartSpecs) {
    const double weight = weights.*spec.weight;
    scaled.parts[place_of(spec.part)] = static_cast<float>(spec.role == PartRole::kDislike ? weight : weight / total);
  }
  return scaled;
}

/// Vectors that point away from each other are not alike, and no more. Where no genre, keyword or person is shared the vectors
/// are all there is to go by, and count half.
float alike_text(float text, float genres, float keywords, float people) {
  const bool is_borne_out = genres > 0 || keywords > 0 || people > 0;
  return std::max(text, 0.0F) * (is_borne_out ? 1.0F : kTextAlone);
}

void make_text_alike(PartBlock& block) {
  const std::span<float> text = block.of(ScorePart::kText);
  const std::span<const float> genres = block.of(ScorePart::kGenres);
  const std::span<const float> keywords = block.of(ScorePart::kKeywords);
  const std::span<const float> people = block.of(ScorePart::kPeople);
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = alike_text(text[i], genres[i], keywords[i], people[i]);
}

/// The sum of the parts from `first` to `last`, each times its weight, in their order.
void add_weighted(PartBlock& block, const ScoreParts& weights, std::size_t first, std::size_t last, std::span<float> out) {
  for (std::size_t part = first; part < last; ++part) {
    if (weights[part] == 0) continue;
    const std::span<const float> values = block.of(static_cast<ScorePart>(part));
    for (std::size_t i = 0; i < out.size(); ++i) out[i] += values[i] * weights[part];
  }
}

}  // namespace

Scorer::Scorer(const MovieIndex& index, const MatrixView& vectors, const RankingOptions& options, const SimilarQuestion& question)
    : audience_share_(static_cast<float>(options.taste)),
      alike_weights_(scale_alike(options.alike, index)),
      audience_weights_(scale_audience(options.audience)),
      popularity_(index, question.liked),
      liked_(index, vectors, question.liked, question.metric) {
  if (!question.disliked.empty()) disliked_ = std::make_unique<PartScorer>(index, vectors, question.disliked, question.metric);
  if (audience_share_ == 0) return;
  liked_.find_means();
  if (disliked_) disliked_->find_means();
}

float Scorer::sum(const ScoreParts& contributions) { return std::accumulate(contributions.begin(), contributions.end(), 0.0F); }

ScoreParts Scorer::contributions(std::size_t row) const {
  if (audience_share_ == 0) return alike(row);
  if (audience_share_ == 1) return audience(row);
  ScoreParts blend = alike(row);
  const ScoreParts liked_together = audience(row);
  for (std::size_t part = 0; part < kScorePartCount; ++part)
    blend[part] = (1 - audience_share_) * blend[part] + audience_share_ * liked_together[part];
  return blend;
}

float Scorer::alike_to(const ScoreParts& parts, std::size_t row, ScoreParts* contributions) const {
  ScoreParts values = parts;
  values[place_of(ScorePart::kText)] = alike_text(parts[place_of(ScorePart::kText)], parts[place_of(ScorePart::kGenres)],
                                                  parts[place_of(ScorePart::kKeywords)], parts[place_of(ScorePart::kPeople)]);
  values[place_of(ScorePart::kKnown)] = popularity_.both_known(row);
  values[place_of(ScorePart::kRating)] = popularity_.both_rated(row);
  float likeness = 0;
  float factor = 1;
  for (std::size_t part = 0; part < kAlikePartCount; ++part) likeness += values[part] * alike_weights_.parts[part];
  for (std::size_t part = kAlikePartCount; part + 1 < kScorePartCount; ++part)
    factor += values[part] * alike_weights_.parts[part];
  if (contributions != nullptr) {
    for (std::size_t part = 0; part < kAlikePartCount; ++part)
      (*contributions)[part] = values[part] * alike_weights_.parts[part] * alike_weights_.scale;
    for (std::size_t part = kAlikePartCount; part + 1 < kScorePartCount; ++part)
      (*contributions)[part] = likeness * (values[part] * alike_weights_.parts[part]) * alike_weights_.scale;
  }
  return likeness * factor * alike_weights_.scale;
}

ScoreParts Scorer::alike(std::size_t row) const {
  ScoreParts contributions{};
  alike_to(liked_.raw_parts(row), row, &contributions);
  if (disliked_) contributions.back() = -alike_weights_.parts.back() * alike_to(disliked_->raw_parts(row), row, nullptr);
  return contributions;
}

ScoreParts Scorer::audience(std::size_t row) const {
  ScoreParts parts = liked_.raw_parts(row);
  liked_.centre(row, parts);
  parts[place_of(ScorePart::kKnown)] = -popularity_.less_known(row);
  parts[place_of(ScorePart::kRating)] = -popularity_.rated_lower(row);
  for (std::size_t part = 0; part + 1 < kScorePartCount; ++part) parts[part] *= audience_weights_.parts[part];
  parts.back() = 0;
  if (!disliked_) return parts;
  ScoreParts bad = disliked_->raw_parts(row);
  disliked_->centre(row, bad);
  float sum = 0;
  for (std::size_t part = 0; part < kLikenessPartCount; ++part) sum += bad[part] * audience_weights_.parts[part];
  parts.back() = -audience_weights_.parts.back() * std::max(sum, 0.0F);
  return parts;
}

void Scorer::bounds(std::size_t begin, std::span<float> out, PartBlock& block) const {
  block.rows = out.size();
  std::fill(out.begin(), out.end(), 0.0F);
  liked_.bound_raw_parts(begin, TextBound::kUpper, block);
  std::unique_ptr<PartBlock> bad;
  if (disliked_) {
    bad = std::make_unique<PartBlock>();
    bad->rows = out.size();
    disliked_->bound_raw_parts(begin, TextBound::kLower, *bad);
  }
  if (audience_share_ < 1) add_alike_bounds(begin, block, bad.get(), out);
  if (audience_share_ > 0) add_audience_bounds(begin, block, bad.get(), out);
}

void Scorer::set_scales(std::size_t begin, PartBlock& block) const {
  for (std::size_t i = 0; i < block.rows; ++i) {
    block.of(ScorePart::kKnown)[i] = popularity_.both_known(begin + i);
    block.of(ScorePart::kRating)[i] = popularity_.both_rated(begin + i);
  }
}

void Scorer::add_alike_bounds(std::size_t begin, PartBlock& liked, PartBlock* disliked, std::span<float> out) const {
  std::vector<float> likeness(out.size());
  std::vector<float> texts(out.size());
  std::vector<float> factors(out.size(), 1.0F);
  const float share = (1 - audience_share_) * alike_weights_.scale;
  const auto add = [&](PartBlock& block, float sign) {
    set_scales(begin, block);
    const std::span<float> text = block.of(ScorePart::kText);
    std::copy(text.begin(), text.end(), texts.begin());
    make_text_alike(block);
    std::fill(likeness.begin(), likeness.end(), 0.0F);
    std::fill(factors.begin(), factors.end(), 1.0F);
    add_weighted(block, alike_weights_.parts, 0, kAlikePartCount, likeness);
    add_weighted(block, alike_weights_.parts, kAlikePartCount, kScorePartCount - 1, factors);
    std::copy(texts.begin(), texts.end(), text.begin());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] += sign * share * likeness[i] * factors[i];
  };
  add(liked, 1);
  if (disliked != nullptr) add(*disliked, -alike_weights_.parts.back());
  for (float& bound : out) bound += kRounding;
}

void Scorer::add_audience_bounds(std::size_t begin, PartBlock& liked, PartBlock* disliked, std::span<float> out) const {
  std::vector<float> sums(out.size());
  liked_.centre_block(begin, liked);
  for (std::size_t i = 0; i < liked.rows; ++i) {
    liked.of(ScorePart::kKnown)[i] = -popularity_.less_known(begin + i);
    liked.of(ScorePart::kRating)[i] = -popularity_.rated_lower(begin + i);
  }
  add_weighted(liked, audience_weights_.parts, 0, kScorePartCount - 1, sums);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] += audience_share_ * sums[i] + kRounding;
  if (disliked == nullptr) return;
  disliked_->centre_block(begin, *disliked);
  std::fill(sums.begin(), sums.end(), 0.0F);
  add_weighted(*disliked, audience_weights_.parts, 0, kLikenessPartCount, sums);
  const float share = audience_share_ * audience_weights_.parts.back();
  for (std::size_t i = 0; i < out.size(); ++i) out[i] -= share * std::max(sums[i], 0.0F);
}

/// The factor of a row's likeness is at least 1 and the text counts half at least, so that what it lacks weighs that much.
void Scorer::tighten(std::span<const std::size_t> rows, std::span<float> bounds) const {
  std::vector<float> below(rows.size());
  liked_.text_below_bound(rows, below);
  const float alike =
      (1 - audience_share_) * alike_weights_.scale * alike_weights_.parts[place_of(ScorePart::kText)] * kTextAlone;
  const float audience = audience_share_ * audience_weights_.parts[place_of(ScorePart::kText)];
  const float rounding = kRounding * (2 + alike_weights_.parts.back() + audience_weights_.parts.back());
  for (std::size_t i = 0; i < rows.size(); ++i) bounds[i] += rounding - alike * std::min(below[i], 1.0F) - audience * below[i];
}

}  // namespace kinora
