#pragma once

#include "kinora/base/result.hpp"

namespace kinora::cli {

inline constexpr int kExitUsage = 2;
inline constexpr int kExitInternal = 70;

/// The exit status of each kind of failure: the one table (docs/exit-codes.md shows it to users).
[[nodiscard]] int exit_status(ErrorCode code);

}  // namespace kinora::cli
