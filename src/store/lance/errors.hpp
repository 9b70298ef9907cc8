#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/result.hpp"

#include <string>
#include <string_view>

namespace kinora::lance {

/// What came out of a file, which may hold anything, as one line of text: '?' for bytes that are no UTF-8 and for control
/// characters.
[[nodiscard]] std::string printable(std::string text);
/// kTableCorrupt: `where` is a file, with a column or an offset if known.
[[nodiscard]] tl::unexpected<Error> corrupt(std::string_view where, std::string what, std::string expected = {},
                                            std::string found = {});
/// kTableUnsupported: `feature` is named as Lance's documents name it.
[[nodiscard]] tl::unexpected<Error> unsupported(std::string_view where, std::string feature);
/// kCancelled if a change to a table is asked to stop. Asked for each page that is written and before a commit, never after one.
[[nodiscard]] Result<void> check_not_cancelled(const Execution& execution);

}  // namespace kinora::lance
