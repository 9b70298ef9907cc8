#pragma once

#include "environment.hpp"
#include "json_output.hpp"
#include "kinora/engine/evaluation.hpp"
#include "kinora/engine/judgments.hpp"

#include <string>

namespace kinora::cli {

/// The figures for a person, at most `width` columns (72 at least).
[[nodiscard]] std::string related_text(const RelatedReport& report, std::size_t width);

[[nodiscard]] Json related_to_json(const RelatedReport& report);

/// Agreement with people's judgments, likewise.
[[nodiscard]] std::string judgments_text(const JudgmentReport& report);
/// The keys "triplets" and "pairs", as far as they were measured.
void add_judgments(const JudgmentReport& report, Json& json);

/// The figures with all that is needed to make them again, as Markdown. `label` says what is measured ("MovieLens-latest-small").
[[nodiscard]] std::string related_markdown(const RelatedReport& report, const Environment& environment, const std::string& label);

}  // namespace kinora::cli
