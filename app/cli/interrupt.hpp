#pragma once

#include "kinora/base/execution.hpp"

namespace kinora::cli {

/// While it lives, the first Ctrl-C (or SIGTERM) asks the work to stop; a second one ends the process at once.
class InterruptHandler {
 public:
  InterruptHandler();
  ~InterruptHandler();
  InterruptHandler(const InterruptHandler&) = delete;
  InterruptHandler& operator=(const InterruptHandler&) = delete;

  [[nodiscard]] const CancellationToken& token() const;
};

}  // namespace kinora::cli
