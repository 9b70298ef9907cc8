#include "progress.hpp"

#include "terminal.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <cstdio>

namespace kinora::cli {
namespace {

constexpr std::size_t kBarColumns = 24;
constexpr std::size_t kStageColumns = 18;
constexpr auto kRedrawInterval = std::chrono::milliseconds(80);

std::string short_number(double number) {
  if (number >= 1e6) return fmt::format("{:.1f} M", number / 1e6);
  if (number >= 1e4) return fmt::format("{:.0f} k", number / 1e3);
  return fmt::format("{:.0f}", number);
}

std::string minutes_and_seconds(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

std::string progress_bar(double fraction) {
  const auto filled = static_cast<std::size_t>(fraction * kBarColumns);
  std::string text;
  for (std::size_t i = 0; i < kBarColumns; ++i) text += i < filled ? "█" : "░";
  return text;
}

}  // namespace

ProgressBar::ProgressBar(bool quiet, Finished finished) : quiet_(quiet), finished_(finished), terminal_(is_terminal(stderr)) {}

ProgressBar::~ProgressBar() {
  if (in_stage_) clear_line();
}

void ProgressBar::stage_begin(std::string_view stage, std::uint64_t total, std::string_view unit) {
  stage_ = stage;
  unit_ = unit;
  total_ = total;
  done_ = 0;
  last_figure_.clear();
  in_stage_ = true;
  begin_ = last_drawn_ = Clock::now();
  if (!quiet_ && terminal_) draw();
}

void ProgressBar::stage_progress(std::uint64_t done) {
  done_ = done;
  if (quiet_ || !terminal_ || Clock::now() - last_drawn_ < kRedrawInterval) return;
  draw();
}

void ProgressBar::stage_end() {
  if (!in_stage_) return;
  in_stage_ = false;
  if (quiet_) return;
  clear_line();
  if (finished_ == Finished::kCleared) return;
  std::string line = fmt::format("{} {:>8.2f} s", fit(stage_, kStageColumns), elapsed_seconds());
  const std::uint64_t units = std::max(done_, total_);
  done_ = units;
  if (units > 0) line += fmt::format("  {} {}, {}", grouped(units), unit_, rate());
  if (!last_figure_.empty()) line += ", " + last_figure_;
  fmt::print(stderr, "{}\n", line);
}

void ProgressBar::figure(std::string_view name, std::uint64_t, double value) {
  last_figure_ = fmt::format("{} {:.4f}", name, value);
}

void ProgressBar::warning(std::string_view message) {
  if (in_stage_) clear_line();
  fmt::print(stderr, "warning: {}\n", printable(message));
}

void ProgressBar::draw() {
  last_drawn_ = Clock::now();
  std::string line = fit(stage_, kStageColumns) + ' ';
  if (total_ > 0) {
    const double fraction = std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
    line += fmt::format("{} {:>3.0f} %  {}", progress_bar(fraction), fraction * 100, rate());
    if (done_ > 0 && done_ < total_) line += "  " + minutes_and_seconds(elapsed_seconds() * (1 - fraction) / fraction) + " left";
  } else {
    line += fmt::format("{} {}  {}", grouped(done_), unit_, minutes_and_seconds(elapsed_seconds()));
  }
  clear_line();
  fmt::print(stderr, "{}", clip(line, terminal_width() - 1));
  std::fflush(stderr);
}

void ProgressBar::clear_line() const {
  if (terminal_ && !quiet_) fmt::print(stderr, "\r\x1b[K");
}

double ProgressBar::elapsed_seconds() const { return std::chrono::duration<double>(Clock::now() - begin_).count(); }

std::string ProgressBar::rate() const {
  const double seconds = elapsed_seconds();
  return seconds > 0 ? short_number(static_cast<double>(done_) / seconds) + " " + unit_ + "/s" : std::string();
}

}  // namespace kinora::cli
