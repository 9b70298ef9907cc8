#pragma once

#include "kinora/base/result.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>
#include <vector>

// The reading is to be as fast as the processor can, whichever it is.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define KINORA_BENCH_EVERY_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define KINORA_BENCH_EVERY_PROCESSOR
#endif

namespace kinora::bench {

using Json = nlohmann::json;

template <class T>
T value_or_exit(Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "%s: %s %s\n", result.error().where.c_str(), result.error().what.c_str(), result.error().found.c_str());
  std::exit(1);
}

/// A program's run(), whose exceptions (no memory, a JSON file of another form) end it with a word.
inline int run_main(int (*run)(int, char**), int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
    return 1;
  }
}

template <class Work>
double milliseconds(Work&& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

/// Median, p99 (by the nearest rank) and range of times in milliseconds; at least one.
inline Json quantiles(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  const auto at = [&times](double share) {
    return times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
  };
  return {
      {"p50_ms", at(0.5)}, {"p99_ms", at(0.99)}, {"min_ms", times.front()}, {"max_ms", times.back()}, {"samples", times.size()}};
}

/// Adds up every element, in as many lanes as keep the memory busy and in four places at once, each of which the processor
/// reads ahead in: beyond the caches it read 15.7 GB/s so, and 11.8 in one place.
KINORA_BENCH_EVERY_PROCESSOR inline float sum_of(const float* values, std::size_t count) {
  constexpr std::size_t kLanes = 64;
  constexpr std::size_t kPlaces = 4;
  const std::size_t quarter = count / kPlaces / kLanes * kLanes;
  std::array<float, kLanes> sums{};
  for (std::size_t i = 0; i < quarter; i += kLanes)
    for (std::size_t place = 0; place < kPlaces; ++place)
      for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += values[place * quarter + i + lane];
  for (std::size_t i = kPlaces * quarter; i < count; ++i) sums[0] += values[i];
  float sum = 0;
  for (const float each : sums) sum += each;
  return sum;
}

/// Reads all of `values` again and again on this thread, after one reading that is not counted.
inline Json measure_plain_read(std::span<const float> values, int times) {
  std::vector<double> each;
  volatile float sink = sum_of(values.data(), values.size());
  for (int time = 0; time < times; ++time) each.push_back(milliseconds([&] { sink = sum_of(values.data(), values.size()); }));
  Json json = quantiles(std::move(each));
  const auto bytes = static_cast<double>(values.size_bytes());
  json["megabytes"] = bytes / 1e6;
  json["gb_per_second"] = bytes / 1e6 / json["p50_ms"].get<double>();
  return json;
}

}  // namespace kinora::bench
