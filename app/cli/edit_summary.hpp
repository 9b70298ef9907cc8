#pragma once

#include "json_output.hpp"
#include "kinora/engine/edit_bundle.hpp"

#include <string>

namespace kinora::cli {

/// What `kinora add` did, for a person: how many films, and the first of them one by one.
[[nodiscard]] std::string add_summary_text(const AddSummary& summary, const std::string& bundle);
[[nodiscard]] Json add_to_json(const AddSummary& summary);

/// What `kinora remove` did.
[[nodiscard]] std::string remove_summary_text(const RemoveSummary& summary, const std::string& bundle);
[[nodiscard]] Json remove_to_json(const RemoveSummary& summary);

}  // namespace kinora::cli
