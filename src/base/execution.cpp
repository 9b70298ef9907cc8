#include "kinora/base/execution.hpp"

namespace kinora {

void Observer::stage_begin(std::string_view, std::uint64_t, std::string_view) {}
void Observer::stage_progress(std::uint64_t) {}
void Observer::stage_end() {}
void Observer::figure(std::string_view, std::uint64_t, double) {}
void Observer::warning(std::string_view) {}

void Execution::stage_begin(std::string_view stage, std::uint64_t total, std::string_view unit) const {
  if (observer != nullptr) observer->stage_begin(stage, total, unit);
}

void Execution::stage_progress(std::uint64_t done) const {
  if (observer != nullptr) observer->stage_progress(done);
}

void Execution::stage_end() const {
  if (observer != nullptr) observer->stage_end();
}

void Execution::figure(std::string_view name, std::uint64_t step, double value) const {
  if (observer != nullptr) observer->figure(name, step, value);
}

void Execution::warning(std::string_view message) const {
  if (observer != nullptr) observer->warning(message);
}

Error cancelled_error(std::string_view stage) {
  return {.code = ErrorCode::kCancelled,
          .what = std::string(stage) + " was stopped on request",
          .next_step = "Nothing was changed; run the same command to start again"};
}

}  // namespace kinora
