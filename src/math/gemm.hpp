#pragma once

#include "kinora/math/matrix.hpp"

#include <cstdint>

namespace kinora {

enum class Transpose : std::uint8_t { kNo, kYes };

/// c = alpha · op(a) · op(b) + beta · c, single precision (BLAS level 3 SGEMM). op(a) is c.rows × k, op(b) k × c.cols; a mismatch
/// is a bug. `c` must not overlap the others. Runs on the calling thread alone and may be called from several threads at once:
/// the result never depends on the number of threads.
void gemm(Transpose transpose_a, Transpose transpose_b, float alpha, const MatrixView& a, const MatrixView& b, float beta,
          const MutableMatrixView& c);

}  // namespace kinora
