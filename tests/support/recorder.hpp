#pragma once

#include "kinora/base/execution.hpp"

#include <gtest/gtest.h>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// Collects what an observer hears.
class Recorder final : public Observer {
 public:
  void stage_begin(std::string_view stage, std::uint64_t total, std::string_view unit) override {
    stages.emplace_back(stage);
    stage_total = total;
    stage_done = 0;
    stage_unit = unit;
  }
  void stage_progress(std::uint64_t done) override {
    EXPECT_GE(done, stage_done);
    stage_done = done;
    if (cancel_at_progress != nullptr) cancel_at_progress->request();
  }
  void stage_end() override { ++ends; }
  void warning(std::string_view message) override { warnings.emplace_back(message); }

  std::vector<std::string> stages;
  std::vector<std::string> warnings;
  std::uint64_t stage_total = 0;
  std::uint64_t stage_done = 0;
  std::string stage_unit;
  int ends = 0;
  CancellationToken* cancel_at_progress = nullptr;
};

}  // namespace kinora
