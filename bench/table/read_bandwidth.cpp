// read_bandwidth: how fast one thread reads memory from one end to the other, more of it than the caches hold.
#include "../timing.hpp"
#include "kinora/math/matrix.hpp"

#include <unistd.h>

namespace {

int run(int /*argc*/, char** /*argv*/) {
  constexpr std::size_t kLeast = std::size_t{1} << 30U;
  constexpr int kTimes = 15;
  const long cache = sysconf(_SC_LEVEL3_CACHE_SIZE);
  const std::size_t bytes = std::max(kLeast, 2 * static_cast<std::size_t>(std::max(0L, cache)));
  kinora::Matrix memory(1, bytes / sizeof(float));  // in large pages, if the system has them: they are read faster
  const std::span<float> values = memory.row(0);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 7);
  kinora::bench::Json json = kinora::bench::measure_plain_read(values, kTimes);
  json["cache_megabytes"] = static_cast<double>(cache) / 1e6;
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return kinora::bench::run_main(run, argc, argv); }
