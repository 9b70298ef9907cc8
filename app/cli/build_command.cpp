#include "build_summary.hpp"
#include "commands.hpp"
#include "interrupt.hpp"
#include "json_output.hpp"
#include "kinora/engine/build.hpp"
#include "kinora/engine/engine.hpp"
#include "progress.hpp"
#include "whole_number.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace kinora::cli {
namespace {

struct BuildOptions {
  std::string catalogue;
  std::string output;
  std::string recipe = "default";
  std::vector<std::string> assignments;
  std::string keywords;
  std::string credits;
  std::optional<std::uint64_t> seed;
  unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, 256U);
  std::string quarantine;
  std::size_t show = 0;
  bool json = false;
  bool quiet = false;
};

Result<Recipe> chosen_recipe(const BuildOptions& options) {
  Result<Recipe> recipe = load_recipe(options.recipe);
  if (!recipe) return recipe;
  if (options.seed) recipe->seed = *options.seed;
  for (const std::string& assignment : options.assignments)
    if (const Result<void> set = set_recipe_value(*recipe, assignment); !set) return fail(set.error());
  return recipe;
}

Result<void> run_build(const BuildOptions& options) {
  Result<Recipe> recipe = chosen_recipe(options);
  if (!recipe) return fail(recipe.error());
  BuildRequest request{.files = {.catalogue = options.catalogue, .keywords = {}, .credits = {}},
                       .recipe = *std::move(recipe),
                       .output = options.output,
                       .quarantine = {}};
  if (!options.keywords.empty()) request.files.keywords = options.keywords;
  if (!options.credits.empty()) request.files.credits = options.credits;
  if (!options.quarantine.empty()) request.quarantine = options.quarantine;

  const InterruptHandler interrupt;
  ProgressBar progress(options.quiet);
  const Result<BuildSummary> summary =
      build_bundle(request, {.threads = options.threads, .observer = &progress, .cancellation = &interrupt.token()});
  if (!summary) return fail(summary.error());
  std::vector<GenreExample> examples;
  if (options.show > 0) {
    const Result<Engine> engine = Engine::open(options.output);
    if (!engine) return fail(engine.error());
    Result<std::vector<GenreExample>> shown = engine->genre_examples(options.show);
    if (!shown) return fail(shown.error());
    examples = *std::move(shown);
  }
  if (options.json) {
    print_json(build_to_json(*summary, examples));
  } else if (!options.quiet) {
    fmt::print("{}", build_summary_text(*summary, examples, options.output));
  }
  return {};
}

}  // namespace

void add_build(CLI::App& app, Action& action) {
  auto options = std::make_shared<BuildOptions>();
  CLI::App* command = app.add_subcommand("build", "Train a bundle from a catalogue file");
  command
      ->add_option("CATALOGUE", options->catalogue,
                   "Kaggle's movies_metadata.csv, MovieLens' movies.csv, TMDB 5000, IMDb's title.basics.tsv, or any CSV, TSV or "
                   "JSONL; .gz too")
      ->required();
  command->add_option("-o,--output", options->output, "The bundle to write, e.g. movies.kinora")->required();
  command->add_option("--recipe", options->recipe, "default, article, or a TOML file")->capture_default_str();
  command->add_option("--set", options->assignments, "Override a value of the recipe: section.key=value")
      ->take_all()
      ->allow_extra_args(false);
  command->add_option("--keywords", options->keywords, "Kaggle's keywords.csv");
  command->add_option("--credits", options->credits, "Kaggle's or TMDB 5000's credits");
  command->add_option("--seed", options->seed, "Seed of every generator (default: the recipe's, 42)")
      ->transform(whole_number<std::uint64_t>());
  command->add_option("--threads", options->threads, "Threads; no result depends on it")
      ->transform(whole_number<unsigned>())
      ->check(CLI::Range(1U, 256U))
      ->capture_default_str();
  command->add_option("--quarantine", options->quarantine, "Write rejected records to this CSV file");
  command->add_option("--show", options->show, "Show the predicted and actual genres of N test films")
      ->transform(whole_number<std::size_t>())
      ->type_name("N");
  command->add_flag("--json", options->json, "Print the summary as JSON");
  command->add_flag("--quiet,-q", options->quiet, "Print errors and warnings only");
  command->callback([options, &action] { action = [options] { return run_build(*options); }; });
}

}  // namespace kinora::cli
