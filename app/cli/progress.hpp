#pragma once

#include "kinora/base/execution.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace kinora::cli {

/// Shows the stages of long work on standard error: a bar with rate and time left on a terminal, and a line for each finished
/// stage; nothing but warnings when quiet.
class ProgressBar final : public Observer {
 public:
  /// What is left of a stage that is done: a line with its time, or nothing, so that nothing is printed where no terminal is.
  enum class Finished : std::uint8_t { kListed, kCleared };

  explicit ProgressBar(bool quiet, Finished finished = Finished::kListed);
  ~ProgressBar() override;
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void stage_begin(std::string_view stage, std::uint64_t total, std::string_view unit) override;
  void stage_progress(std::uint64_t done) override;
  void stage_end() override;
  void figure(std::string_view name, std::uint64_t step, double value) override;
  void warning(std::string_view message) override;

 private:
  using Clock = std::chrono::steady_clock;

  void draw();
  void clear_line() const;
  [[nodiscard]] double elapsed_seconds() const;
  [[nodiscard]] std::string rate() const;

  bool quiet_;
  Finished finished_;
  bool terminal_;
  bool in_stage_ = false;
  std::string stage_;
  std::string unit_;
  std::string last_figure_;
  std::uint64_t total_ = 0;
  std::uint64_t done_ = 0;
  Clock::time_point begin_;
  Clock::time_point last_drawn_;
};

}  // namespace kinora::cli
