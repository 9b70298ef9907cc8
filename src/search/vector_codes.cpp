#include "search/vector_codes.hpp"

#include "base/check.hpp"
#include "search/code_kernels.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace kinora {
namespace {

constexpr double kLargestCode = 127;
constexpr std::size_t kCodeShards = 64;
constexpr double kRoundUp = 1.000001;  // what double precision and the step to single precision may lose
// Longer ones are not compared in single precision without overflow.
constexpr double kLongest = 1e18;

// Beyond any point's half square.
constexpr float kBeyond = 1e37F;
constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kHalfUlp = 0x1.0p-24F;  // relative error of one operation

float up(double value) { return static_cast<float>(value * kRoundUp); }

double norm_of(std::span<const float> row) {
  double square = 0;
  for (const float value : row) square += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(square);
}

double norm_of(std::span<const double> point) {
  double square = 0;
  for (const double value : point) square += value * value;
  return std::sqrt(square);
}

enum class RowKind : std::uint8_t {
  kPoint,
  kNowhere,  ///< no distance to anything
  kUnknown   ///< has a distance that codes cannot tell
};

RowKind kind_of(Metric metric, double norm) {
  if (metric == Metric::kCosine) return norm > 0 && std::isfinite(norm) ? RowKind::kPoint : RowKind::kNowhere;
  if (metric == Metric::kL2 && std::isnan(norm)) return RowKind::kNowhere;
  return norm <= kLongest ? RowKind::kPoint : RowKind::kUnknown;
}

/// The point of a row before the centre is taken off.
void point_of(Metric metric, std::span<const float> row, double norm, std::span<double> point) {
  const double divisor = metric == Metric::kCosine ? norm : 1.0;
  std::transform(row.begin(), row.end(), point.begin(), [&](float value) { return static_cast<double>(value) / divisor; });
}

void take_off(std::span<const float> centre, std::span<double> point) {
  for (std::size_t i = 0; i < point.size(); ++i) point[i] -= static_cast<double>(centre[i]);
}

double lift_of(double longest, double norm) { return std::sqrt(std::max(0.0, longest * longest - norm * norm)); }

struct Quantised {
  float scale = 0;
  double error = 0;
  double norm = 0;  ///< of scale · codes
};

template <class Code>
Quantised quantise(std::span<const double> point, Code* codes) {
  double most = 0;
  for (const double value : point) most = std::max(most, std::abs(value));
  Quantised result;
  result.scale = static_cast<float>(most / kLargestCode);
  if (result.scale == 0) {
    std::fill_n(codes, point.size(), Code{0});
    result.error = norm_of(point);
    return result;
  }
  const auto scale = static_cast<double>(result.scale);
  double error = 0;
  double square = 0;
  for (std::size_t i = 0; i < point.size(); ++i) {
    const double code = std::clamp(std::nearbyint(point[i] / scale), -kLargestCode, kLargestCode);
    const double value = code * scale;
    error += (point[i] - value) * (point[i] - value);
    square += value * value;
    codes[i] = static_cast<Code>(code);
  }
  result.error = std::sqrt(error);
  result.norm = std::sqrt(square);
  return result;
}

void write_tail(const CodeSpace& space, const CodeTail& tail, std::int8_t* record) {
  std::memcpy(record + space.tail_offset(), &tail, sizeof(tail));
}

void encode_row(const CodeSpace& space, std::span<const float> row, std::span<double> point, std::int8_t* record) {
  std::fill_n(record, space.record_size(), std::int8_t{0});
  const double norm = norm_of(row);
  const RowKind kind = kind_of(space.metric, norm);
  if (kind != RowKind::kPoint)
    return write_tail(space, kind == RowKind::kNowhere ? CodeTail{.half_square = kBeyond} : CodeTail{.error = kNaN, .norm = kNaN},
                      record);
  point_of(space.metric, row, norm, point);
  take_off(space.centre, point);
  const Quantised quantised = quantise(point, record);
  const double point_norm = norm_of(point);
  const double lift = space.metric == Metric::kDot
                          ? lift_of(static_cast<double>(space.longest), norm) - static_cast<double>(space.lift_centre)
                          : 0.0;
  write_tail(space,
             {.scale = quantised.scale,
              .half_square = static_cast<float>((point_norm * point_norm + lift * lift) / 2),
              .error = up(quantised.error),
              .norm = up(std::max(point_norm, quantised.norm)),
              .lift = static_cast<float>(lift),
              .coded_half_square = static_cast<float>((quantised.norm * quantised.norm + lift * lift) / 2)},
             record);
}

/// Sums over a shard of the rows.
struct PartOfCentre {
  std::vector<double> sums;
  std::size_t points = 0;
  double longest = 0;
  double lifts = 0;
};

std::size_t shard_begin(std::size_t rows, std::size_t shard) {
  return rows / kCodeShards * shard + std::min(shard, rows % kCodeShards);
}

void sum_points(const MatrixView& vectors, Metric metric, std::size_t shard, PartOfCentre& part) {
  part.sums.resize(vectors.cols);
  std::vector<double> point(vectors.cols);
  for (std::size_t row = shard_begin(vectors.rows, shard); row < shard_begin(vectors.rows, shard + 1); ++row) {
    const double norm = norm_of(vectors.row(row));
    if (kind_of(metric, norm) != RowKind::kPoint) continue;
    point_of(metric, vectors.row(row), norm, point);
    for (std::size_t i = 0; i < point.size(); ++i) part.sums[i] += point[i];
    part.longest = std::max(part.longest, norm);
    ++part.points;
  }
}

void sum_lifts(const MatrixView& vectors, double longest, std::size_t shard, PartOfCentre& part) {
  for (std::size_t row = shard_begin(vectors.rows, shard); row < shard_begin(vectors.rows, shard + 1); ++row) {
    const double norm = norm_of(vectors.row(row));
    if (kind_of(Metric::kDot, norm) == RowKind::kPoint) part.lifts += lift_of(longest, norm);
  }
}

/// What single precision may do to the distance that search_exact computes, and to value().
void add_rounding(CodeQuery& query, const CodeSpace& space, double norm) {
  const auto terms = static_cast<float>(space.dimension + 16);
  const float length = up(norm);
  query.by_norm += 16 * kHalfUlp * length;
  query.by_half_square = 8 * kHalfUlp * query.weight;
  query.always = terms * 1e-33F;  // products that are too small for a float
  switch (space.metric) {
    case Metric::kCosine:
      query.always += 4 * terms * kHalfUlp;
      break;
    case Metric::kL2:
      query.by_half_square += 2 * terms * kHalfUlp;
      query.always += terms * kHalfUlp * length * length;
      break;
    case Metric::kDot:
      query.by_norm += terms * kHalfUlp * length;
      query.always += 4 * kHalfUlp + terms * kHalfUlp * length * up(norm_of(space.centre));
      break;
  }
  if (!(norm <= kLongest)) query.always = kInfinity;
}

}  // namespace

bool CodeTail::is_point() const { return half_square < kBeyond && !std::isnan(error); }

std::size_t CodeSpace::record_size() const { return (tail_offset() + sizeof(CodeTail) + kCodeStep - 1) / kCodeStep * kCodeStep; }

CodeQuery VectorCodes::query_of(std::span<const float> vector) const {
  KINORA_CHECK(vector.size() == space_->dimension, vector.size(), space_->dimension);
  std::vector<double> point(vector.size());
  point_of(space_->metric, vector, norm_of(vector), point);
  CodeQuery query;
  if (space_->metric == Metric::kDot)
    query.weight = 0;
  else
    take_off(space_->centre, point);
  query.codes.resize(size_);
  const Quantised quantised = quantise(point, query.codes.data());
  const double norm = norm_of(point);
  query.scale = quantised.scale;
  query.by_norm = up(quantised.error);
  query.by_error = up(norm);
  add_rounding(query, *space_, std::max(norm, quantised.norm));
  return query;
}

void VectorCodes::query_of_row(std::size_t row, CodeQuery& query) const {
  const CodeTail its_tail = tail(row);
  query.codes.assign(size_, 0);
  std::copy_n(record(row), space_->dimension, query.codes.begin());
  query.scale = its_tail.scale;
  query.lift = its_tail.lift;
  query.weight = 1;
}

CodeSpace make_code_space(const MatrixView& vectors, Metric metric, ThreadPool& pool) {
  std::vector<PartOfCentre> parts(kCodeShards);
  pool.for_each_shard(kCodeShards, [&](std::size_t shard) { sum_points(vectors, metric, shard, parts[shard]); });
  CodeSpace space{.metric = metric, .dimension = vectors.cols, .centre = std::vector<float>(vectors.cols)};
  std::vector<double> sums(vectors.cols);
  std::size_t points = 0;
  double longest = 0;
  for (const PartOfCentre& part : parts) {
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += part.sums[i];
    points += part.points;
    longest = std::max(longest, part.longest);
  }
  if (points == 0) return space;
  for (std::size_t i = 0; i < sums.size(); ++i) space.centre[i] = static_cast<float>(sums[i] / static_cast<double>(points));
  if (metric != Metric::kDot) return space;
  space.longest = up(longest);
  pool.for_each_shard(kCodeShards,
                      [&](std::size_t shard) { sum_lifts(vectors, static_cast<double>(space.longest), shard, parts[shard]); });
  double lifts = 0;
  for (const PartOfCentre& part : parts) lifts += part.lifts;
  space.lift_centre = static_cast<float>(lifts / static_cast<double>(points));
  return space;
}

void encode_rows(const CodeSpace& space, const MatrixView& vectors, std::span<std::int8_t> records, ThreadPool& pool) {
  const std::size_t size = space.record_size();
  KINORA_CHECK(vectors.cols == space.dimension && records.size() == vectors.rows * size, vectors.cols, records.size());
  pool.for_each_shard(kCodeShards, [&](std::size_t shard) {
    std::vector<double> point(vectors.cols);
    for (std::size_t row = shard_begin(vectors.rows, shard); row < shard_begin(vectors.rows, shard + 1); ++row)
      encode_row(space, vectors.row(row), point, records.data() + row * size);
  });
}

}  // namespace kinora
