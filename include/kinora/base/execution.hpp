#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

#include <atomic>
#include <cstdint>
#include <string_view>

namespace kinora {

/// Hears how long work goes on. Every call comes from the thread that started the work; implementations need no lock.
class KINORA_EXPORT Observer {
 public:
  virtual ~Observer() = default;

  /// A stage starts. `total` is in `unit`s ("rows", "tokens", "steps"); 0 if not known. Stages do not nest.
  virtual void stage_begin(std::string_view stage, std::uint64_t total, std::string_view unit);
  /// `done` of `total` units are finished; never decreases within a stage.
  virtual void stage_progress(std::uint64_t done);
  virtual void stage_end();
  /// A figure of a stage, such as the loss of epoch `step` (from 0).
  virtual void figure(std::string_view name, std::uint64_t step, double value);
  /// Something a user should know that stops nothing.
  virtual void warning(std::string_view message);
};

/// A request to stop, seen by long work at its next step. request() is safe in a signal handler and from any thread.
class CancellationToken {
 public:
  void request() noexcept { requested_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool requested() const noexcept { return requested_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> requested_{false};
};

/// How long work is run: passed by const reference down the call chain. The pointers may be null and must outlive the call.
struct KINORA_EXPORT Execution {
  unsigned threads = 1;  ///< 1..256; no result depends on it
  Observer* observer = nullptr;
  const CancellationToken* cancellation = nullptr;

  [[nodiscard]] bool cancelled() const noexcept { return cancellation != nullptr && cancellation->requested(); }
  void stage_begin(std::string_view stage, std::uint64_t total, std::string_view unit) const;
  void stage_progress(std::uint64_t done) const;
  void stage_end() const;
  void figure(std::string_view name, std::uint64_t step, double value) const;
  void warning(std::string_view message) const;
};

/// The error of work that stopped because it was asked to. `stage` is named in the message.
[[nodiscard]] KINORA_EXPORT Error cancelled_error(std::string_view stage);

}  // namespace kinora
