#pragma once

#include <cstdint>
#include <string>

namespace kinora::cli {

/// "2026-11-23 09:41:07", UTC.
[[nodiscard]] std::string time_text(std::int64_t nanoseconds);

/// "2026-11-23T09:41:07.123456Z" (RFC 3339), for programs.
[[nodiscard]] std::string time_for_json(std::int64_t nanoseconds);

}  // namespace kinora::cli
