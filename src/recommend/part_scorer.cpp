#include "recommend/part_scorer.hpp"

#include "math/kernels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace kinora {
namespace {

constexpr float kFewYears = 8;
constexpr float kAgeYears = 25;
// Squared lengths outside of these have lost digits to underflow, or all to overflow.
constexpr float kTinySquare = 1e-30F;
constexpr float kHugeSquare = 1e30F;
/// Films over which means are taken, evenly spaced.
constexpr std::size_t kMostSampled = 4096;
/// So many films of the overall mean are added to a kind of document that has few.
constexpr float kPriorDocuments = 10;

/// By rising label; labels without weight are left out.
std::vector<LabelWeight> sorted_weights(const std::map<std::uint32_t, float>& weights) {
  std::vector<LabelWeight> sorted;
  for (const auto& [label, weight] : weights)
    if (weight != 0) sorted.push_back({.label = label, .weight = weight});
  return sorted;
}

/// The weights whose sum over a row's labels, divided by the row's norm, is the mean cosine with the films.
std::vector<LabelWeight> cosine_weights(const LabelIndex& index, const std::vector<std::size_t>& films) {
  std::map<std::uint32_t, float> weights;
  for (const std::size_t film : films) {
    if (index.norms[film] == 0) continue;
    for (const std::uint32_t label : index[film])
      weights[label] += index.idf[label] * index.idf[label] / (index.norms[film] * static_cast<float>(films.size()));
  }
  return sorted_weights(weights);
}

/// The weights whose sum over a row's labels is the mean over the films of how telling the most telling common label is: each
/// label of a film adds what it tells beyond the less telling ones, which films that share it share too.
std::vector<LabelWeight> series_weights(const LabelIndex& index, const std::vector<std::size_t>& films) {
  std::map<std::uint32_t, float> weights;
  for (const std::size_t film : films) {
    std::vector<std::uint32_t> labels(index[film].begin(), index[film].end());
    std::sort(labels.begin(), labels.end(), [&](std::uint32_t a, std::uint32_t b) {
      return index.idf[a] != index.idf[b] ? index.idf[a] < index.idf[b] : a < b;
    });
    float told = 0;
    for (const std::uint32_t label : labels) {
      weights[label] += (index.idf[label] - told) / static_cast<float>(films.size());
      told = index.idf[label];
    }
  }
  return sorted_weights(weights);
}

/// The idf of each label of a film: the sums weigh the labels in common.
std::vector<LabelWeight> idf_weights(const LabelIndex& index, std::size_t film) {
  std::vector<LabelWeight> weights;
  for (const std::uint32_t label : index[film]) weights.push_back({.label = label, .weight = index.idf[label]});
  return weights;
}

/// What all labels of a row weigh.
float weight_of_labels(const LabelIndex& index, std::size_t row) {
  float weight = 0;
  for (const std::uint32_t label : index[row]) weight += index.idf[label];
  return weight;
}

float over_norm(float sum, float norm) { return norm == 0 ? 0 : sum / norm; }

/// Rounding must not lead beyond 1.
float jaccard(float common, float labels, float others) {
  const float either = labels + others - common;
  return either > 0 ? std::min(common / either, 1.0F) : 0;
}

/// Films of the same years, and of the same age of film.
float nearness_of_years(std::int64_t apart) {
  const auto years = static_cast<float>(apart);
  return (std::exp(-years / kFewYears) + std::exp(-years / kAgeYears)) / 2;
}

}  // namespace

PartScorer::PartScorer(const MovieIndex& index, const MatrixView& vectors, std::vector<std::size_t> films, Metric metric)
    : index_(index), vectors_(vectors), films_(std::move(films)), metric_(metric), unit_films_(films_.size(), vectors.cols) {
  for (const auto& [part, labels] :
       {std::pair(ScorePart::kKeywords, &index.keywords()), std::pair(ScorePart::kPlot, &index.plots()),
        std::pair(ScorePart::kPeople, &index.people()), std::pair(ScorePart::kCollection, &index.collections())})
    label_parts_.push_back({.part = part, .index = labels, .sums = {*labels, cosine_weights(*labels, films_)}});
  label_parts_.push_back(
      {.part = ScorePart::kTitle, .index = &index.series(), .sums = {index.series(), series_weights(index.series(), films_)}});
  for (std::size_t i = 0; i < films_.size(); ++i) {
    const std::span<const float> vector = vectors.row(films_[i]);
    common_genres_.emplace_back(index.genres(), idf_weights(index.genres(), films_[i]));
    genre_weights_.push_back(weight_of_labels(index.genres(), films_[i]));
    film_norms_.push_back(std::sqrt(squared_norm(vector)));
    if (film_norms_[i] > 0) axpy(1 / film_norms_[i], vector, unit_films_.row(i));
  }
  for (std::size_t apart = 0; apart < near_years_.size(); ++apart)
    near_years_[apart] = nearness_of_years(static_cast<std::int64_t>(apart));
}

void PartScorer::centre(std::size_t row, ScoreParts& parts) const {
  for (const PartSpec& spec : kPartSpecs)
    if (spec.is_centred && has(spec.part, row)) parts[place_of(spec.part)] -= means_[place_of(spec.part)];
  parts[place_of(ScorePart::kText)] -= text_means_[document_kind(row)];
}

bool PartScorer::has(ScorePart part, std::size_t row) const {
  switch (part) {
    case ScorePart::kGenres:
      return index_.genres().count(row) != 0;
    case ScorePart::kKeywords:
      return index_.keywords().norms[row] != 0;
    case ScorePart::kPlot:
      return index_.plots().norms[row] != 0;
    case ScorePart::kPeople:
      return index_.people().norms[row] != 0;
    case ScorePart::kDecade:
      return index_.years()[row] != kUnknownYear;
    case ScorePart::kRuntime:
      return !std::isnan(index_.runtimes_minutes()[row]);
    default:
      return true;
  }
}

/// Vectors of documents with an overview lie nearer to each other than to those of a few words, whatever they tell.
std::size_t PartScorer::document_kind(std::size_t row) const {
  return (has(ScorePart::kPlot, row) ? 2U : 0U) + (has(ScorePart::kKeywords, row) ? 1U : 0U);
}

void PartScorer::find_means() {
  ScoreParts counts{};
  std::array<float, kDocumentKinds> kind_counts{};
  const std::size_t step = (index_.size() + kMostSampled - 1) / kMostSampled;
  for (std::size_t row = 0; row < index_.size(); row += step) {
    const ScoreParts parts = raw_parts(row);
    for (const PartSpec& spec : kPartSpecs) {
      if (!spec.is_centred || !has(spec.part, row)) continue;
      means_[place_of(spec.part)] += parts[place_of(spec.part)];
      ++counts[place_of(spec.part)];
    }
    text_means_[document_kind(row)] += parts[place_of(ScorePart::kText)];
    ++kind_counts[document_kind(row)];
  }
  for (std::size_t i = 0; i < kScorePartCount; ++i)
    if (counts[i] > 0) means_[i] /= counts[i];
  const float text = means_[place_of(ScorePart::kText)];
  for (std::size_t kind = 0; kind < kDocumentKinds; ++kind)
    text_means_[kind] = (text_means_[kind] + kPriorDocuments * text) / (kind_counts[kind] + kPriorDocuments) - text;
}

ScoreParts PartScorer::raw_parts(std::size_t row) const {
  ScoreParts parts{};
  const auto set = [&](ScorePart part, float value) { parts[place_of(part)] = value; };
  set(ScorePart::kText, text_similarity(row));
  set(ScorePart::kGenres, genre_overlap(row));
  for (const LabelPart& labels : label_parts_) set(labels.part, over_norm(labels.sums.sum(row), labels.index->norms[row]));
  set(ScorePart::kDecade, decade_nearness(row));
  set(ScorePart::kRuntime, runtime_likeness(row));
  return parts;
}

/// The same as raw_parts() of every row, with `text` in place of its similarity.
void PartScorer::bound_raw_parts(std::size_t begin, TextBound text, PartBlock& block) const {
  const std::span<float> texts = block.of(ScorePart::kText);
  const std::span<float> decades = block.of(ScorePart::kDecade);
  const std::span<float> runtimes = block.of(ScorePart::kRuntime);
  sum_labels(begin, block);
  overlap_genres(begin, block.of(ScorePart::kGenres));
  std::fill(texts.begin(), texts.end(), text_bound(text));
  for (std::size_t i = 0; i < block.rows; ++i) {
    if (metric_ == Metric::kDot) texts[i] = text_similarity(begin + i);
    decades[i] = decade_nearness(begin + i);
    runtimes[i] = runtime_likeness(begin + i);
  }
}

/// One loop a kind of part, with the question which rows have it inside: compilers make vector code of it.
void PartScorer::centre_block(std::size_t begin, PartBlock& block) const {
  const auto subtract = [&](ScorePart part, const auto& has_part) {
    const std::span<float> values = block.of(part);
    const float mean = means_[place_of(part)];
    for (std::size_t i = 0; i < values.size(); ++i) values[i] -= has_part(begin + i) ? mean : 0;
  };
  const auto has_labels = [](const LabelIndex& index) {
    return [norms = index.norms.data()](std::size_t row) { return norms[row] != 0; };
  };
  subtract(ScorePart::kText, [](std::size_t) { return true; });
  subtract(ScorePart::kGenres, [this](std::size_t row) { return has(ScorePart::kGenres, row); });
  subtract(ScorePart::kKeywords, has_labels(index_.keywords()));
  subtract(ScorePart::kPlot, has_labels(index_.plots()));
  subtract(ScorePart::kPeople, has_labels(index_.people()));
  subtract(ScorePart::kDecade, [years = index_.years().data()](std::size_t row) { return years[row] != kUnknownYear; });
  subtract(ScorePart::kRuntime,
           [minutes = index_.runtimes_minutes().data()](std::size_t row) { return !std::isnan(minutes[row]); });
  const std::span<float> texts = block.of(ScorePart::kText);
  for (std::size_t i = 0; i < texts.size(); ++i) texts[i] -= text_means_[document_kind(begin + i)];
}

void PartScorer::sum_labels(std::size_t begin, PartBlock& block) const {
  for (const LabelPart& labels : label_parts_) {
    const std::span<float> sums = block.of(labels.part);
    std::fill(sums.begin(), sums.end(), 0.0F);
    if (labels.sums.empty()) continue;
    labels.sums.add_to(begin, sums);
    for (std::size_t i = 0; i < sums.size(); ++i)
      if (sums[i] != 0) sums[i] = over_norm(sums[i], labels.index->norms[begin + i]);
  }
}

/// In the terms of Metric; between the two text_bound.
float PartScorer::text_similarity(std::size_t row) const {
  const std::span<const float> vector = vectors_.row(row);
  const float norm = metric_ == Metric::kCosine ? std::sqrt(squared_norm(vector)) : 0;
  float total = 0;
  for (std::size_t i = 0; i < films_.size(); ++i) {
    const std::span<const float> film = vectors_.row(films_[i]);
    float similarity = 0;
    if (metric_ == Metric::kL2) {
      similarity = similarity_of_distance(metric_, squared_distance(film, vector));
    } else {
      similarity = dot(film, vector);
      // Rounding, and tiny numbers that have lost digits, must not lead beyond what a cosine can be.
      if (metric_ == Metric::kCosine)
        similarity = film_norms_[i] * norm > 0 ? std::clamp(similarity / (film_norms_[i] * norm), -1.0F, 1.0F) : 0;
    }
    total += similarity / static_cast<float>(films_.size());
  }
  return total;
}

void PartScorer::text_below_bound(std::span<const std::size_t> rows, std::span<float> out) const {
  std::fill(out.begin(), out.end(), 0.0F);
  if (metric_ != Metric::kCosine) return;
  std::vector<float> cosines(rows.size());
  std::vector<float> squared_norms(rows.size());
  for (std::size_t film = 0; film < films_.size(); ++film) {
    cosine_rows(std::as_const(unit_films_).row(film), vectors_, rows, cosines, squared_norms);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const bool is_good = squared_norms[i] > kTinySquare && squared_norms[i] < kHugeSquare && film_norms_[film] > 0;
      if (is_good) out[i] += (1 - cosines[i]) / static_cast<float>(films_.size());
    }
  }
}

/// Rounded as text_similarity is.
float PartScorer::text_bound(TextBound bound) const {
  const float lowest = metric_ == Metric::kL2 ? 0.0F : -1.0F;
  float total = 0;
  for (std::size_t i = 0; i < films_.size(); ++i)
    total += (bound == TextBound::kUpper ? 1.0F : lowest) / static_cast<float>(films_.size());
  return total;
}

float PartScorer::genre_overlap(std::size_t row) const {
  const float weight = weight_of_labels(index_.genres(), row);
  float sum = 0;
  for (std::size_t i = 0; i < films_.size(); ++i) sum += jaccard(common_genres_[i].sum(row), weight, genre_weights_[i]);
  return sum / static_cast<float>(films_.size());
}

void PartScorer::overlap_genres(std::size_t begin, std::span<float> out) const {
  std::fill(out.begin(), out.end(), 0.0F);
  std::vector<float> common(out.size());
  for (std::size_t i = 0; i < films_.size(); ++i) {
    std::fill(common.begin(), common.end(), 0.0F);
    common_genres_[i].add_to(begin, common);
    for (std::size_t place = 0; place < out.size(); ++place)
      if (common[place] != 0)
        out[place] += jaccard(common[place], weight_of_labels(index_.genres(), begin + place), genre_weights_[i]);
  }
  for (float& overlap : out) overlap /= static_cast<float>(films_.size());
}

float PartScorer::decade_nearness(std::size_t row) const {
  const std::int32_t year = index_.years()[row];
  if (year == kUnknownYear) return 0;
  float sum = 0;
  for (const std::size_t film : films_) {
    const std::int32_t other = index_.years()[film];
    if (other == kUnknownYear) continue;
    const std::int64_t apart = std::abs(std::int64_t{year} - other);
    sum += apart < kNearYears ? near_years_[static_cast<std::size_t>(apart)] : nearness_of_years(apart);
  }
  return sum / static_cast<float>(films_.size());
}

float PartScorer::runtime_likeness(std::size_t row) const {
  const float minutes = index_.runtimes_minutes()[row];
  if (std::isnan(minutes)) return 0;
  float sum = 0;
  for (const std::size_t film : films_) {
    const float other = index_.runtimes_minutes()[film];
    if (std::isnan(other)) continue;
    const float share = std::min(minutes, other) / std::max(minutes, other);
    sum += share * share;
  }
  return sum / static_cast<float>(films_.size());
}

std::vector<std::string_view> PartScorer::shared_labels(const LabelIndex& index, std::size_t row, std::size_t limit,
                                                        float least_telling) const {
  std::vector<std::uint32_t> shared;
  for (const std::uint32_t label : index[row])
    for (const std::size_t film : films_) {
      if (index.idf[label] == 0) break;
      const auto others = index[film];
      if (std::find(others.begin(), others.end(), label) != others.end()) {
        shared.push_back(label);
        break;
      }
    }
  std::sort(shared.begin(), shared.end(), [&](std::uint32_t a, std::uint32_t b) {
    return index.idf[a] != index.idf[b] ? index.idf[a] > index.idf[b] : index.names[a] < index.names[b];
  });
  if (shared.size() > limit) shared.resize(limit);
  const auto says_little = [&](std::uint32_t label) { return index.idf[label] < least_telling * index.idf[shared.front()]; };
  shared.erase(std::find_if(shared.begin(), shared.end(), says_little), shared.end());
  std::vector<std::string_view> names;
  names.reserve(shared.size());
  for (const std::uint32_t label : shared) names.push_back(index.names[label]);
  return names;
}

}  // namespace kinora
