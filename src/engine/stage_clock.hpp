#pragma once

#include "kinora/engine/bundle_info.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace kinora {

/// The most memory that this process has had resident so far, in MB (10^6 bytes).
[[nodiscard]] double peak_memory_mb();

/// Measures the stages of a build, one after the other.
class StageClock {
 public:
  /// Runs `work` as a stage and hands its result on.
  template <class Work>
  auto measure(std::string name, Work&& work) {
    const auto begin = std::chrono::steady_clock::now();
    auto result = std::forward<Work>(work)();
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - begin;
    stages_.push_back({.name = std::move(name), .milliseconds = elapsed.count(), .peak_memory_mb = peak_memory_mb()});
    return result;
  }

  [[nodiscard]] const std::vector<StageFigures>& stages() const { return stages_; }

 private:
  std::vector<StageFigures> stages_;
};

}  // namespace kinora
