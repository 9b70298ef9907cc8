#pragma once

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace kinora {

/// While it lives, this thread's floating-point unit takes subnormal numbers for zero. The moments of an optimiser decay into
/// them where a unit stopped learning, and each operation on one costs a hundred times an ordinary one.
class FlushDenormals {
 public:
#if defined(__SSE__)
  FlushDenormals() : saved_(_mm_getcsr()) { _mm_setcsr(saved_ | kFlushToZero | kDenormalsAreZero); }
  ~FlushDenormals() { _mm_setcsr(saved_); }
#else
  FlushDenormals() = default;
  ~FlushDenormals() = default;
#endif
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
#if defined(__SSE__)
  static constexpr unsigned kFlushToZero = 1U << 15U;
  static constexpr unsigned kDenormalsAreZero = 1U << 6U;
  unsigned saved_;
#endif
};

}  // namespace kinora
