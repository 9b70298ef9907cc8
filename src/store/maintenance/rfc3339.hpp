#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kinora::maintenance {

/// A time in nanoseconds since 1970-01-01 UTC as RFC 3339 text, in UTC and to the nanosecond: "2026-11-23T09:30:28.844859540Z".
[[nodiscard]] std::string to_rfc3339(std::int64_t ns);
/// Any offset and any number of decimals, those beyond the ninth dropped. Nothing if it is no such time, or not within
/// 1678..2261.
[[nodiscard]] std::optional<std::int64_t> from_rfc3339(std::string_view text);

}  // namespace kinora::maintenance
