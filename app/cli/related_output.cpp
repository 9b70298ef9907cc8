#include "related_output.hpp"

#include "terminal.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <filesystem>
#include <vector>

namespace kinora::cli {
namespace {

constexpr const char* kKnowsRatings = "looks at the ratings that it is measured by: for comparison only";

std::string evaluation_heading(std::string_view text) { return "\n" + bold(text) + "\n"; }

double percent(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
}

std::string share(std::size_t part, std::size_t whole) {
  return fmt::format("{} of {} ({:.0f} %)", grouped(part), grouped(whole), percent(part, whole));
}

std::string what_takes_part(const RelatedReport& report) {
  return fmt::format("{} films that at least {} people rate 4 or higher", grouped(report.films), report.min_likes);
}

std::string how_joined(const RelatedReport& report) {
  return fmt::format("{} of {} rated films are in the catalogue of {}, by {}", grouped(report.joined_films),
                     grouped(report.rated_films), grouped(report.catalogue_films), report.joined_by);
}

/// What a reader must know of the figures, one sentence each.
std::vector<std::string> remarks(const RelatedReport& report) {
  std::vector<std::string> all = {fmt::format("random order by calculation: {:.3f}", report.random_expected)};
  for (const RelatedBundle& other : report.against)
    if (other.films_missing > 0)
      all.push_back(fmt::format("{} lacks {} of the films: they come last", other.name, grouped(other.films_missing)));
  if (report.merged_films > 0)
    all.push_back("rated films that are one film of the catalogue with another: " + grouped(report.merged_films));
  if (report.queries < report.films)
    all.push_back("films that share no liker with another, and are not asked about: " + grouped(report.films - report.queries));
  return all;
}

/// A difference with its sign; no "-0.000".
std::string difference(double value) {
  const std::string text = fmt::format("{:+.3f}", value);
  return text == "-0.000" ? "+0.000" : text;
}

std::string interval(const MeanInterval& value) { return fmt::format("{:.3f} to {:.3f}", value.low, value.high); }

std::string difference_interval(const MeanInterval& value) { return difference(value.low) + " to " + difference(value.high); }

std::string what_is_asked(const RelatedReport& report) {
  return fmt::format("each ranks the {} others; wanted are the {} that the same people like", grouped(report.films - 1),
                     report.relatives);
}

std::string methods_text(const RelatedReport& report, std::size_t width) {
  constexpr std::size_t kNameColumns = 38;
  constexpr std::size_t kWide = 90;
  const bool wide = width >= kWide;
  const std::string level = fmt::format("{:.0f} % interval", report.bootstrap.level * 100);
  std::string text =
      fmt::format("  {:<{}}{:>7}  {:<14}   {}\n", fmt::format("mean over {} films", grouped(report.queries)), kNameColumns,
                  fmt::format("NDCG@{}", report.k), level, wide ? "own ranking ahead by" : "own ahead");
  for (const RelatedFigures& method : report.methods) {
    const std::string name = fit(printable(method.name) + (method.knows_ratings ? " *" : ""), kNameColumns);
    text += fmt::format("  {}{:>7.3f}  {}", method.behind ? name : bold(name), method.ndcg.mean, interval(method.ndcg));
    if (method.behind) text += "   " + difference(method.behind->mean);
    if (method.behind && wide) text += "  " + dim(difference_interval(*method.behind));
    text += '\n';
  }
  text += dim(fmt::format("  * {}", kKnowsRatings)) + '\n';
  for (const std::string& remark : remarks(report)) text += dim("  " + printable(remark)) + '\n';
  return text;
}

std::string slices_text(const RelatedReport& report) {
  if (report.slices.empty()) return "";
  std::string text = evaluation_heading("Own ranking, asked about films");
  for (const RelatedSlice& slice : report.slices)
    text += fmt::format("  {:<38}{:>7.3f}  {}   {} films\n", slice.name, slice.ndcg.mean, interval(slice.ndcg),
                        grouped(slice.queries));
  return text;
}

std::string coverage_text(const RelatedReport& report) {
  std::string text = evaluation_heading("Films with") + fmt::format("  {:<14}{:<24}{}\n", "", "taking part", "in the catalogue");
  for (const FieldCoverage& field : report.coverage)
    text += fmt::format("  {:<14}{:<24}{}\n", field.field, share(field.films, report.films),
                        share(field.catalogue, report.catalogue_films));
  return text;
}

Json interval_to_json(const MeanInterval& value) { return {{"mean", value.mean}, {"low", value.low}, {"high", value.high}}; }

Json inputs_to_json(const std::vector<InputFile>& inputs) {
  Json list = Json::array();
  for (const InputFile& input : inputs) list.push_back({{"path", input.path}, {"sha256", input.sha256}, {"bytes", input.bytes}});
  return list;
}

std::string bundle_name(const RelatedReport& report) {
  std::filesystem::path path = std::filesystem::path(report.bundle).lexically_normal();
  return (path.filename().empty() ? path.parent_path() : path).filename().string();
}

std::string inputs_markdown(const RelatedReport& report) {
  std::string text = "\n| input | bytes | SHA-256 |\n|---|---|---|\n";
  for (const auto* inputs : {&report.catalogue_inputs, &report.inputs})
    for (const InputFile& input : *inputs)
      text += fmt::format("| {} | {} | `{}` |\n", std::filesystem::path(input.path).filename().string(), grouped(input.bytes),
                          input.sha256);
  return text;
}

std::string methods_markdown(const RelatedReport& report) {
  std::string text = fmt::format("\n| ranking | NDCG@{} | {:.0f} % interval | own ranking ahead by |\n|---|---|---|---|\n",
                                 report.k, report.bootstrap.level * 100);
  for (const RelatedFigures& method : report.methods) {
    const std::string name = method.name + (method.knows_ratings ? " \\*" : "");
    text += method.behind ? fmt::format("| {} | {:.3f} | {} | {} ({}) |\n", name, method.ndcg.mean, interval(method.ndcg),
                                        difference(method.behind->mean), difference_interval(*method.behind))
                          : fmt::format("| **{}** | **{:.3f}** | {} | |\n", name, method.ndcg.mean, interval(method.ndcg));
  }
  text += fmt::format("\n\\* {}\n\n", kKnowsRatings);
  for (const std::string& remark : remarks(report)) text += "- " + remark + "\n";
  return text;
}

std::string slices_markdown(const RelatedReport& report) {
  if (report.slices.empty()) return "";
  std::string text =
      fmt::format("\n| own ranking, asked about films | NDCG@{} | {:.0f} % interval | films |\n|---|---|---|---|\n", report.k,
                  report.bootstrap.level * 100);
  for (const RelatedSlice& slice : report.slices)
    text += fmt::format("| {} | {:.3f} | {} | {} |\n", slice.name, slice.ndcg.mean, interval(slice.ndcg), grouped(slice.queries));
  return text;
}

std::string coverage_markdown(const RelatedReport& report) {
  std::string text = "\n| films with | taking part | in the catalogue |\n|---|---|---|\n";
  for (const FieldCoverage& field : report.coverage)
    text += fmt::format("| {} | {} | {} |\n", field.field, share(field.films, report.films),
                        share(field.catalogue, report.catalogue_films));
  return text;
}

}  // namespace

std::string related_text(const RelatedReport& report, std::size_t width) {
  return bold("Related films") + fmt::format("  {}, recipe {}\n", printable(bundle_name(report)), printable(report.recipe)) +
         dim("  " + what_takes_part(report)) + '\n' + dim("  " + what_is_asked(report)) + '\n' + dim("  " + how_joined(report)) +
         "\n\n" + methods_text(report, width) + slices_text(report) + coverage_text(report);
}

Json related_to_json(const RelatedReport& report) {
  Json json = {{"bundle", report.bundle},
               {"recipe", report.recipe},
               {"films", report.films},
               {"queries", report.queries},
               {"relatives", report.relatives},
               {"min_likes", report.min_likes},
               {"k", report.k},
               {"metric", fmt::format("NDCG@{}, binary", report.k)}};
  json["methods"] = Json::array();
  for (const RelatedFigures& method : report.methods) {
    Json figures = {{"name", method.name}, {"ndcg", interval_to_json(method.ndcg)}};
    figures["own_ahead_by"] = method.behind ? interval_to_json(*method.behind) : Json(nullptr);
    figures["knows_ratings"] = method.knows_ratings;
    json["methods"].push_back(figures);
  }
  json["against"] = Json::array();
  for (const RelatedBundle& other : report.against)
    json["against"].push_back(
        {{"name", other.name}, {"bundle", other.path}, {"recipe", other.recipe}, {"films_missing", other.films_missing}});
  json["random_expected"] = report.random_expected;
  json["slices"] = Json::array();
  for (const RelatedSlice& slice : report.slices)
    json["slices"].push_back({{"name", slice.name}, {"queries", slice.queries}, {"ndcg", interval_to_json(slice.ndcg)}});
  json["coverage"] = Json::object();
  for (const FieldCoverage& field : report.coverage)
    json["coverage"][field.field] = {{"taking_part", field.films}, {"catalogue", field.catalogue}};
  json["bootstrap"] = {
      {"resamples", report.bootstrap.resamples}, {"level", report.bootstrap.level}, {"seed", report.bootstrap.seed}};
  json["ratings"] = {{"rows_read", report.rows_read},
                     {"ratings", report.ratings},
                     {"replaced", report.replaced},
                     {"people", report.people},
                     {"films", report.rated_films},
                     {"linked", report.linked_films},
                     {"joined", report.joined_films},
                     {"merged", report.merged_films},
                     {"joined_by", report.joined_by},
                     {"rejected", Json::object()},
                     {"link_rows_rejected", report.link_rows_rejected}};
  for (const auto& [reason, rows] : report.rejected_by_reason) json["ratings"]["rejected"][reason] = rows;
  json["catalogue_films"] = report.catalogue_films;
  json["inputs"] = inputs_to_json(report.inputs);
  json["catalogue_inputs"] = inputs_to_json(report.catalogue_inputs);
  return json;
}

std::string related_markdown(const RelatedReport& report, const Environment& environment, const std::string& label) {
  std::string text = "# Recommendation quality\n\n";
  text += fmt::format("Written by `kinora evaluate related` on {}. What is measured and how: docs/evaluation.md.\n\n",
                      environment.date);
  text += fmt::format("- Kinora {}{}, compiled with {}\n", environment.version,
                      environment.commit.empty() ? "" : ", commit " + environment.commit, environment.compiler);
  text += fmt::format("- {} cores{}\n", environment.cores, environment.processor.empty() ? "" : " of " + environment.processor);
  text += fmt::format("\n## Related films: {}\n\n", label);
  text += fmt::format("- bundle `{}`, recipe `{}`\n", bundle_name(report), report.recipe);
  text += fmt::format("- {} ratings by {} people; {}\n", grouped(report.ratings), grouped(report.people), how_joined(report));
  text += fmt::format("- {} take part; {}\n", what_takes_part(report), what_is_asked(report));
  text += fmt::format("- intervals: {} bootstrap resamples over the films, seed {}; differences are paired\n",
                      grouped(report.bootstrap.resamples), report.bootstrap.seed);
  return text + methods_markdown(report) + slices_markdown(report) + coverage_markdown(report) + inputs_markdown(report);
}

}  // namespace kinora::cli
