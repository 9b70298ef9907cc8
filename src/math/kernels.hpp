#pragma once

#include "kinora/math/matrix.hpp"

#include <cstddef>
#include <span>

namespace kinora {

// Vector kernels with run-time dispatch to the widest instruction set of the processor (Highway). `a` and `b` have the same
// length, any alignment. Sums are taken in a fixed order for a given instruction set: same input, same bits. Thread-safe.

[[nodiscard]] float dot(std::span<const float> a, std::span<const float> b);
[[nodiscard]] float squared_norm(std::span<const float> a);
[[nodiscard]] float squared_distance(std::span<const float> a, std::span<const float> b);
/// y += scale * x
void axpy(float scale, std::span<const float> x, std::span<float> y);
/// x *= scale
void scale_in_place(std::span<float> x, float scale);
/// out[r] = dot(query, rows.row(r)); out.size() == rows.rows, query.size() == rows.cols.
void dot_rows(std::span<const float> query, const MatrixView& rows, std::span<float> out);
/// out[r] = squared_distance(query, rows.row(r)).
void squared_distance_rows(std::span<const float> query, const MatrixView& rows, std::span<float> out);
/// For each i, of the row r = rows.row(which[i]): squared_norms[i] = squared_norm(r), cosines[i] = dot(unit, r) / sqrt(that); the
/// cosine, if `unit` has length 1. One pass over the rows. A row whose squared norm is not finite and normal has no good cosine.
void cosine_rows(std::span<const float> unit, const MatrixView& rows, std::span<const std::size_t> which,
                 std::span<float> cosines, std::span<float> squared_norms);
/// out[r] = squared_norm(rows.row(r)).
void squared_norm_rows(const MatrixView& rows, std::span<float> out);

}  // namespace kinora
