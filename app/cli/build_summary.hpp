#pragma once

#include "kinora/engine/build.hpp"
#include "kinora/engine/engine.hpp"

#include <string>
#include <vector>

namespace kinora::cli {

/// The summary of a build for a person: rows, vocabulary, losses, test figures, time and memory by stage.
[[nodiscard]] std::string build_summary_text(const BuildSummary& summary, const std::vector<GenreExample>& examples,
                                             const std::string& bundle);

/// What a bundle holds, for `kinora info`.
[[nodiscard]] std::string info_text(const BundleInfo& info);

}  // namespace kinora::cli
