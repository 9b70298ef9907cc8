#pragma once

#include <string>
#include <string_view>

namespace kinora::textio {

/// At most 60 bytes of a text in single quotes, for a message: whole UTF-8 characters, control characters as spaces, "..." where
/// it was cut.
[[nodiscard]] std::string excerpt(std::string_view text);

}  // namespace kinora::textio
