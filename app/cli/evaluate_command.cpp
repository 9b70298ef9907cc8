#include "commands.hpp"
#include "environment.hpp"
#include "interrupt.hpp"
#include "json_output.hpp"
#include "kinora/base/replace_file.hpp"
#include "kinora/engine/engine.hpp"
#include "kinora/engine/evaluation.hpp"
#include "kinora/engine/judgments.hpp"
#include "progress.hpp"
#include "related_output.hpp"
#include "terminal.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace kinora::cli {
namespace {

struct RelatedCommandOptions {
  std::string bundle;
  std::string ratings;
  std::string links;
  std::string triplets;
  std::string pairs;
  std::vector<std::string> against;
  std::string output;
  std::string label;
  std::string quarantine;
  std::size_t min_likes = 15;
  std::uint64_t seed = 42;
  std::size_t resamples = 10'000;
  unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, 256U);
  bool json = false;
  bool quiet = false;
};

RelatedRequest make_request(const RelatedCommandOptions& options) {
  RelatedRequest request{.ratings = options.ratings,
                         .links = {},
                         .against = {options.against.begin(), options.against.end()},
                         .quarantine = {},
                         .min_likes = options.min_likes,
                         .bootstrap = {.resamples = options.resamples, .seed = options.seed}};
  if (!options.links.empty()) request.links = options.links;
  if (!options.quarantine.empty()) request.quarantine = options.quarantine;
  return request;
}

JudgmentRequest make_judgment_request(const RelatedCommandOptions& options) {
  JudgmentRequest request{.triplets = {}, .pairs = {}, .bootstrap = {.resamples = options.resamples, .seed = options.seed}};
  if (!options.triplets.empty()) request.triplets = options.triplets;
  if (!options.pairs.empty()) request.pairs = options.pairs;
  return request;
}

Result<void> check_inputs(const RelatedCommandOptions& options) {
  if (!options.ratings.empty() || !options.triplets.empty() || !options.pairs.empty()) return {};
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "there is nothing to measure against",
               .expected = "--ratings FILE, --triplets FILE or --pairs FILE",
               .next_step = "docs/evaluation.md says what each measures"});
}

Result<std::optional<RelatedReport>> measure_ratings(const Engine& engine, const RelatedCommandOptions& options,
                                                     const Execution& execution) {
  if (options.ratings.empty()) return std::nullopt;
  Result<RelatedReport> report = evaluate_related(engine, make_request(options), execution);
  if (!report) return fail(report.error());
  if (!options.output.empty()) {
    const std::string label = options.label.empty() ? std::filesystem::path(options.ratings).filename().string() : options.label;
    const Result<void> written = replace_file(options.output, related_markdown(*report, environment(), label));
    if (!written) return fail(written.error());
  }
  return *std::move(report);
}

Result<void> run_related(const RelatedCommandOptions& options) {
  if (Result<void> checked = check_inputs(options); !checked) return checked;
  const Result<Engine> engine = Engine::open(options.bundle);
  if (!engine) return fail(engine.error());
  const InterruptHandler interrupt;
  ProgressBar progress(options.quiet);
  const Execution execution{.threads = options.threads, .observer = &progress, .cancellation = &interrupt.token()};
  const auto judgments = evaluate_judgments(*engine, make_judgment_request(options), execution);
  if (!judgments) return fail(judgments.error());
  const auto report = measure_ratings(*engine, options, execution);
  if (!report) return fail(report.error());
  if (options.json) {
    Json json = *report ? related_to_json(**report) : Json::object();
    add_judgments(*judgments, json);
    print_json(json);
  } else {
    fmt::print("{}{}", *report ? related_text(**report, terminal_width()) : std::string(), judgments_text(*judgments));
  }
  return {};
}

void add_related(const Command& evaluate) {
  auto options = std::make_shared<RelatedCommandOptions>();
  Command command =
      evaluate.add_command("related", "How well films that the same people like are found from one of them, with baselines");
  command.option("BUNDLE", options->bundle, "A bundle that kinora build wrote").required();
  command.option("--ratings", options->ratings, "MovieLens' ratings.csv, or its 1M or 100K form; .gz too").value_name("FILE");
  command.option("--triplets", options->triplets, "Judgments \"film, nearer, farther\", tab-separated (docs/evaluation.md)")
      .value_name("FILE");
  command.option("--pairs", options->pairs, "Pairs of films that people call alike or not, tab-separated").value_name("FILE");
  command.option("--links", options->links, "Its links.csv, unless the bundle was built from MovieLens' movies.csv")
      .value_name("FILE");
  command.option("--against", options->against, "Another bundle to measure on the same films (repeatable)")
      .value_name("BUNDLE")
      .one_value_each();
  command.option("--min-likes", options->min_likes, "Films that fewer people rate 4 or higher do not take part")
      .value_name("N")
      .show_default();
  command.option("--resamples", options->resamples, "Bootstrap resamples of the intervals").value_name("N").show_default();
  command.option("--seed", options->seed, "Of the resamples and of the random order").show_default();
  command.option("--threads", options->threads, "Threads; no result depends on it").between(1, 256).show_default();
  command.option("-o,--output", options->output, "Also write the figures to this Markdown file").value_name("FILE");
  command.option("--label", options->label, "What the file calls the ratings (default: their file's name)").value_name("TEXT");
  command.option("--quarantine", options->quarantine, "Write rejected rows to this CSV file").value_name("FILE");
  command.flag("--json", options->json, "Print JSON");
  command.flag("--quiet,-q", options->quiet, "Print no progress");
  command.set_footer("The protocol and every formula: docs/evaluation.md");
  command.runs(options, run_related);
}

}  // namespace

void add_evaluate(const Command& app) {
  Command command = app.add_command("evaluate", "Measure recommendations against ratings and judgments that they never saw");
  command.needs_subcommand();
  add_related(command);
}

}  // namespace kinora::cli
