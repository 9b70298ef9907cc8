#pragma once

namespace kinora {

/// OpenBLAS' own threads split a product differently for every number of them, and the sums with it. Every caller of BLAS or
/// LAPACK calls this first: one thread a call, and our pool above it. The setting is the process's, as OpenBLAS 0.3.21 has no
/// other.
void use_one_blas_thread();

}  // namespace kinora
