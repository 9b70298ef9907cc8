#include "recommend/part_scorer.hpp"

#include "math/kernels.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace kinora {
namespace {

constexpr float kDecadeYears = 8;
/// Films over which means are taken, evenly spaced.
constexpr std::size_t kMostSampled = 4096;
/// So many films of the overall mean are added to a kind of document that has few.
constexpr float kPriorDocuments = 10;
constexpr std::array kComparedParts = {ScorePart::kText,   ScorePart::kGenres, ScorePart::kKeywords, ScorePart::kPlot,
                                       ScorePart::kPeople, ScorePart::kDecade, ScorePart::kRuntime};

/// q[l], so that the sum of q over a row's labels, divided by the row's norm, is the mean cosine with the films.
std::vector<float> label_weights(const LabelIndex& index, const std::vector<std::size_t>& films) {
  std::vector<float> weights(index.idf.size());
  for (const std::size_t film : films) {
    if (index.norms[film] == 0) continue;
    for (const std::uint32_t label : index[film])
      weights[label] += index.idf[label] * index.idf[label] / (index.norms[film] * static_cast<float>(films.size()));
  }
  return weights;
}

/// The weights whose sum over a row's labels is the mean over the films of how telling the most telling common label is: each
/// label of a film adds what it tells beyond the less telling ones, which films that share it share too.
std::vector<float> series_weights(const LabelIndex& index, const std::vector<std::size_t>& films) {
  std::vector<float> weights(index.idf.size());
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
  return weights;
}

float label_sum(const LabelIndex& index, const std::vector<float>& weights, std::size_t row) {
  float sum = 0;
  for (const std::uint32_t label : index[row]) sum += weights[label];
  return sum;
}

float label_cosine(const LabelIndex& index, const std::vector<float>& weights, std::size_t row) {
  return index.norms[row] == 0 ? 0 : label_sum(index, weights, row) / index.norms[row];
}

/// A film's distances to all in the terms of Metric.
void distances_to_all(const MatrixView& vectors, std::span<const float> query, Metric metric, std::span<float> distances) {
  if (metric == Metric::kL2) {
    squared_distance_rows(query, vectors, distances);
    return;
  }
  dot_rows(query, vectors, distances);
  if (metric == Metric::kDot) {
    for (float& value : distances) value = 1 - value;
    return;
  }
  std::vector<float> squared_norms(vectors.rows);
  squared_norm_rows(vectors, squared_norms);
  const float query_norm = std::sqrt(squared_norm(query));
  for (std::size_t row = 0; row < distances.size(); ++row) {
    const float norms = query_norm * std::sqrt(squared_norms[row]);
    distances[row] = norms > 0 ? 1 - distances[row] / norms : 1;
  }
}

std::vector<float> text_similarities(const MatrixView& vectors, const std::vector<std::size_t>& films, Metric metric) {
  std::vector<float> total(vectors.rows);
  std::vector<float> distances(vectors.rows);
  for (const std::size_t film : films) {
    distances_to_all(vectors, vectors.row(film), metric, distances);
    for (std::size_t row = 0; row < total.size(); ++row)
      total[row] += similarity_of_distance(metric, distances[row]) / static_cast<float>(films.size());
  }
  return total;
}

}  // namespace

PartScorer::PartScorer(const MovieIndex& index, const MatrixView& vectors, std::vector<std::size_t> films, Metric metric)
    : index_(index),
      films_(std::move(films)),
      text_(text_similarities(vectors, films_, metric)),
      keyword_weights_(label_weights(index.keywords(), films_)),
      plot_weights_(label_weights(index.plots(), films_)),
      people_weights_(label_weights(index.people(), films_)),
      series_weights_(series_weights(index.series(), films_)),
      collection_weights_(label_weights(index.collections(), films_)) {
  find_means();
}

ScoreParts PartScorer::parts(std::size_t row) const {
  ScoreParts parts = parts_as_they_are(row);
  for (const ScorePart part : kComparedParts)
    if (has(part, row)) parts[static_cast<std::size_t>(part)] -= means_[static_cast<std::size_t>(part)];
  parts[static_cast<std::size_t>(ScorePart::kText)] -= text_means_[document_kind(row)];
  return parts;
}

bool PartScorer::has(ScorePart part, std::size_t row) const {
  switch (part) {
    case ScorePart::kGenres:
      return !index_.genres()[row].empty();
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
    const ScoreParts parts = parts_as_they_are(row);
    for (const ScorePart part : kComparedParts) {
      if (!has(part, row)) continue;
      means_[static_cast<std::size_t>(part)] += parts[static_cast<std::size_t>(part)];
      ++counts[static_cast<std::size_t>(part)];
    }
    text_means_[document_kind(row)] += parts[static_cast<std::size_t>(ScorePart::kText)];
    ++kind_counts[document_kind(row)];
  }
  for (std::size_t i = 0; i < kScorePartCount; ++i)
    if (counts[i] > 0) means_[i] /= counts[i];
  const float text = means_[static_cast<std::size_t>(ScorePart::kText)];
  for (std::size_t kind = 0; kind < kDocumentKinds; ++kind)
    text_means_[kind] = (text_means_[kind] + kPriorDocuments * text) / (kind_counts[kind] + kPriorDocuments) - text;
}

ScoreParts PartScorer::parts_as_they_are(std::size_t row) const {
  ScoreParts parts{};
  const auto set = [&](ScorePart part, float value) { parts[static_cast<std::size_t>(part)] = value; };
  set(ScorePart::kText, text_[row]);
  set(ScorePart::kGenres, genre_overlap(row));
  set(ScorePart::kKeywords, label_cosine(index_.keywords(), keyword_weights_, row));
  set(ScorePart::kPlot, label_cosine(index_.plots(), plot_weights_, row));
  set(ScorePart::kPeople, label_cosine(index_.people(), people_weights_, row));
  set(ScorePart::kTitle, label_sum(index_.series(), series_weights_, row));
  set(ScorePart::kCollection, label_cosine(index_.collections(), collection_weights_, row));
  set(ScorePart::kDecade, decade_nearness(row));
  set(ScorePart::kRuntime, runtime_likeness(row));
  return parts;
}

float PartScorer::genre_overlap(std::size_t row) const {
  const auto genres = index_.genres()[row];
  float sum = 0;
  for (const std::size_t film : films_) {
    const auto others = index_.genres()[film];
    std::size_t common = 0;
    for (const std::uint32_t genre : genres)
      if (std::find(others.begin(), others.end(), genre) != others.end()) ++common;
    const std::size_t either = genres.size() + others.size() - common;
    if (either > 0) sum += static_cast<float>(common) / static_cast<float>(either);
  }
  return sum / static_cast<float>(films_.size());
}

float PartScorer::decade_nearness(std::size_t row) const {
  const std::int32_t year = index_.years()[row];
  if (year == kUnknownYear) return 0;
  float sum = 0;
  for (const std::size_t film : films_) {
    const std::int32_t other = index_.years()[film];
    if (other != kUnknownYear) sum += std::exp(-static_cast<float>(std::abs(year - other)) / kDecadeYears);
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
