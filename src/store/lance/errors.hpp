#pragma once

#include "kinora/base/result.hpp"

#include <string>
#include <string_view>

namespace kinora::lance {

/// kTableCorrupt: `where` is a file, with a column or an offset if known.
[[nodiscard]] tl::unexpected<Error> corrupt(std::string_view where, std::string what, std::string expected = {},
                                            std::string found = {});
/// kTableUnsupported: `feature` is named as Lance's documents name it.
[[nodiscard]] tl::unexpected<Error> unsupported(std::string_view where, std::string feature);

}  // namespace kinora::lance
