#include "engine/stage_clock.hpp"

#include <sys/resource.h>

namespace kinora {

double peak_memory_mb() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  constexpr double kBytesPerUnit = 1024;  // ru_maxrss is in KiB on Linux
  return static_cast<double>(usage.ru_maxrss) * kBytesPerUnit / 1e6;
}

}  // namespace kinora
