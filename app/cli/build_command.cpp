#include "build_summary.hpp"
#include "commands.hpp"
#include "interrupt.hpp"
#include "json_output.hpp"
#include "kinora/engine/build.hpp"
#include "kinora/engine/engine.hpp"
#include "progress.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <memory>
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

void add_build(const Command& app) {
  auto options = std::make_shared<BuildOptions>();
  Command command = app.add_command("build", "Train a bundle from a catalogue file");
  command
      .option("CATALOGUE", options->catalogue,
              "Kaggle's movies_metadata.csv, MovieLens' movies.csv, TMDB 5000, IMDb's title.basics.tsv, or any CSV, TSV or "
              "JSONL; .gz too")
      .required();
  command.option("-o,--output", options->output, "The bundle to write, e.g. movies.kinora").required();
  command.option("--recipe", options->recipe, "default, article, or a TOML file").show_default();
  command
      .option("--set", options->assignments, "Override a value of the recipe: section.key=value")

      .one_value_each();
  command.option("--keywords", options->keywords, "Kaggle's keywords.csv");
  command.option("--credits", options->credits, "Kaggle's or TMDB 5000's credits");
  command.option("--seed", options->seed, "Seed of every generator (default: the recipe's, 42)");
  command.option("--threads", options->threads, "Threads; no result depends on it").between(1, 256).show_default();
  command.option("--quarantine", options->quarantine, "Write rejected records to this CSV file");
  command.option("--show", options->show, "Show the predicted and actual genres of N test films").value_name("N");
  command.flag("--json", options->json, "Print the summary as JSON");
  command.flag("--quiet,-q", options->quiet, "Print errors and warnings only");
  command.runs(options, run_build);
}

}  // namespace kinora::cli
