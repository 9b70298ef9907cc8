#pragma once

#include <string_view>

namespace kinora::textio {

/// Without ASCII white space at either end.
[[nodiscard]] std::string_view trim(std::string_view text);

/// Equal but for the case of ASCII letters.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

}  // namespace kinora::textio
