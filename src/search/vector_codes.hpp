#pragma once

#include "base/thread_pool.hpp"
#include "kinora/math/matrix.hpp"
#include "kinora/search/metric.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace kinora {

/// What is known of a row beside its codes. The row's point p (see VectorCodes) is about scale · codes.
struct CodeTail {
  float scale = 0;
  float half_square = 0;        ///< |p|² / 2; beyond any real one if the row has no distance to anything
  float error = 0;              ///< at least |p - scale · codes|; NaN: nothing is known of the row, it must be looked at
  float norm = 0;               ///< at least |p| and |scale · codes|
  float lift = 0;               ///< the point's further coordinate, with the dot product; else 0
  float coded_half_square = 0;  ///< half the square of scale · codes and lift

  /// The row is a point: it has a distance to others, and the codes tell it.
  [[nodiscard]] bool is_point() const;
};

/// A query, or a row taken as one, in the form in which rows are compared with it:
///   value(row) = weight · half_square - scale · row.scale · Σ codes · row.codes - lift · row.lift
/// which is, but for what is the same for all rows, half the squared distance of the points, or minus the dot product.
struct CodeQuery {
  std::vector<std::int16_t> codes;  ///< as long as a record; zero where the record holds its tail
  float scale = 0;
  float weight = 1;
  float lift = 0;
  // Bounds: |value - what search_exact computes, brought to the same scale| <= by_norm · norm + by_error · error
  //         + by_half_square · half_square + always
  float by_norm = 0;
  float by_error = 0;
  float by_half_square = 0;
  float always = 0;

  [[nodiscard]] float value(const CodeTail& row, std::int32_t dot) const {
    return weight * row.half_square - scale * row.scale * static_cast<float>(dot) - lift * row.lift;
  }
  /// value() of the row as its codes have it: further off from what search_exact computes, but rows that are near each other and
  /// far from the centre are told apart better, for both are rounded alike.
  [[nodiscard]] float coded_value(const CodeTail& row, std::int32_t dot) const {
    return weight * row.coded_half_square - scale * row.scale * static_cast<float>(dot) - lift * row.lift;
  }
  [[nodiscard]] float bound(const CodeTail& row) const {
    return by_norm * row.norm + by_error * row.error + by_half_square * row.half_square + always;
  }
};

/// What all rows of a VectorCodes have in common.
struct CodeSpace {
  Metric metric = Metric::kCosine;
  std::size_t dimension = 0;
  std::vector<float> centre;  ///< of the points: it is taken off, for short vectors lose less in eight bits
  float longest = 0;          ///< at least the norm of the longest row; kDot only
  float lift_centre = 0;

  /// Bytes of a record: the codes, the tail, and zeros up to a multiple of kCodeStep.
  [[nodiscard]] std::size_t record_size() const;
  /// Where the tail begins.
  [[nodiscard]] std::size_t tail_offset() const { return (dimension + alignof(float) - 1) / alignof(float) * alignof(float); }
};

/// Rows of vectors as points with eight bits a coordinate. The point of a row is the row with length 1 (cosine), the row (L2), or
/// the row with one more coordinate that makes all equally long (dot): then the nearest points of a query are those with the
/// least distance in all three metrics. Records lie one after the other and own nothing. Thread-safe.
class VectorCodes {
 public:
  VectorCodes() = default;
  VectorCodes(const CodeSpace& space, std::span<const std::int8_t> records)
      : space_(&space),
        records_(records.data()),
        size_(space.record_size()),
        tail_offset_(space.tail_offset()),
        rows_(records.size() / size_) {}

  [[nodiscard]] const CodeSpace& space() const { return *space_; }
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t record_size() const { return size_; }
  [[nodiscard]] const std::int8_t* record(std::size_t row) const { return records_ + row * size_; }
  [[nodiscard]] CodeTail tail(std::size_t row) const {
    CodeTail tail;
    std::memcpy(static_cast<void*>(&tail), record(row) + tail_offset_, sizeof(tail));
    return tail;
  }

  /// The query of a vector of finite numbers; for kCosine not zero.
  [[nodiscard]] CodeQuery query_of(std::span<const float> vector) const;
  /// The row as a query, for distances between rows: coded_value + coded_half_square of the row is half the squared distance of
  /// the points, as their codes have them.
  /// `query` is overwritten: its memory is used again.
  void query_of_row(std::size_t row, CodeQuery& query) const;

 private:
  const CodeSpace* space_ = nullptr;
  const std::int8_t* records_ = nullptr;
  std::size_t size_ = 0;
  std::size_t tail_offset_ = 0;
  std::size_t rows_ = 0;
};

/// The space of some rows. The same for any number of threads.
[[nodiscard]] CodeSpace make_code_space(const MatrixView& vectors, Metric metric, ThreadPool& pool);
/// The records of rows, one after the other; any rows: those that are longer than all that the space was made of are only less
/// exact. `records` has vectors.rows records' length.
void encode_rows(const CodeSpace& space, const MatrixView& vectors, std::span<std::int8_t> records, ThreadPool& pool);

}  // namespace kinora
