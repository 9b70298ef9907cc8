#include "related_output.hpp"
#include "terminal.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace kinora::cli {
namespace {

std::string judgment_part_text(const JudgmentPart& part, std::string_view what, std::string_view measure) {
  std::string text = "\n" + bold(what) + "\n" +
                     fmt::format("  {}: {} of {} rows have all their films here\n\n", printable(part.path), grouped(part.known),
                                 grouped(part.rows)) +
                     fmt::format("  {:<22}{:>8}  95 % interval\n", "", measure);
  for (const JudgmentFigures& method : part.methods)
    text +=
        fmt::format("  {:<22}{:>8.3f}  {:.3f} to {:.3f}\n", method.name, method.value.mean, method.value.low, method.value.high);
  return text;
}

Json judgment_part_json(const JudgmentPart& part) {
  Json methods = Json::array();
  for (const JudgmentFigures& method : part.methods)
    methods.push_back(
        {{"name", method.name}, {"value", method.value.mean}, {"low", method.value.low}, {"high", method.value.high}});
  return {{"path", part.path}, {"rows", part.rows}, {"known", part.known}, {"methods", std::move(methods)}};
}

}  // namespace

std::string judgments_text(const JudgmentReport& report) {
  std::string text;
  if (report.triplets) text += judgment_part_text(*report.triplets, "Triplets: the nearer of two films scores higher", "share");
  if (report.pairs) text += judgment_part_text(*report.pairs, "Pairs: films called alike score higher than others", "ROC-AUC");
  return text;
}

void add_judgments(const JudgmentReport& report, Json& json) {
  if (report.triplets) json["triplets"] = judgment_part_json(*report.triplets);
  if (report.pairs) json["pairs"] = judgment_part_json(*report.pairs);
}

}  // namespace kinora::cli
