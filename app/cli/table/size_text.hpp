#pragma once

#include <cstdint>
#include <string>

namespace kinora::cli {

/// Bytes for a person, in powers of 1000: "18.0 MB".
[[nodiscard]] std::string size_text(std::uint64_t bytes);

}  // namespace kinora::cli
