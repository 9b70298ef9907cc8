#pragma once

#include "questions.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace kinora::bench {

/// A vector of length 1, with zeros up to `width`.
inline std::vector<float> unit_vector(std::span<const float> vector, std::size_t width) {
  double square = 0;
  for (const float value : vector) square += double{value} * double{value};
  const double scale = square > 0 ? 1 / std::sqrt(square) : 0;
  std::vector<float> unit(width, 0.0F);
  for (std::size_t i = 0; i < vector.size(); ++i) unit[i] = static_cast<float>(double{vector[i]} * scale);
  return unit;
}

/// All rows of a table's vectors so, one after the other: what libraries without a cosine distance are given for it.
inline std::vector<float> unit_rows(const MatrixView& vectors, std::size_t width) {
  std::vector<float> units;
  units.reserve(vectors.rows * width);
  for (std::size_t row = 0; row < vectors.rows; ++row) {
    const std::vector<float> unit = unit_vector(vectors.row(row), width);
    units.insert(units.end(), unit.begin(), unit.end());
  }
  return units;
}

/// Widths of a search, each about a third more work than the one before.
inline constexpr std::array<std::size_t, 15> kBeams = {10, 14, 20, 28, 40, 56, 80, 112, 160, 224, 320, 448, 640, 896, 1280};
inline constexpr double kRecallEnough = 0.997;  ///< a curve ends there

/// measure_recall for one width after the other; `ask` is given the width and a question's vector.
template <class Ask>
Json recall_curve(const std::vector<std::vector<float>>& vectors, const std::vector<Ids>& truth, const char* name, Ask&& ask) {
  Json curve = Json::array();
  for (const std::size_t beam : kBeams) {
    Json point = measure_recall(vectors, truth, [&](const std::vector<float>& vector) { return ask(beam, vector); });
    point["setting"] = {{name, beam}};
    curve.push_back(std::move(point));
    if (curve.back().at("recall").get<double>() >= kRecallEnough) break;
  }
  return curve;
}

}  // namespace kinora::bench
