#include "commands.hpp"
#include "edit_summary.hpp"
#include "interrupt.hpp"
#include "json_output.hpp"
#include "kinora/engine/edit_bundle.hpp"
#include "progress.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace kinora::cli {
namespace {

struct AddOptions {
  std::string bundle;
  std::string catalogue;
  std::string keywords;
  std::string credits;
  std::string quarantine;
  unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, 256U);
  bool json = false;
  bool quiet = false;
};

Result<void> run_add(const AddOptions& options) {
  AddRequest request{.bundle = options.bundle,
                     .files = {.catalogue = options.catalogue, .keywords = {}, .credits = {}},
                     .catalogue = {},
                     .quarantine = {}};
  if (!options.keywords.empty()) request.files.keywords = options.keywords;
  if (!options.credits.empty()) request.files.credits = options.credits;
  if (!options.quarantine.empty()) request.quarantine = options.quarantine;

  const InterruptHandler interrupt;
  ProgressBar progress(options.quiet);
  const Result<AddSummary> summary =
      add_movies(request, {.threads = options.threads, .observer = &progress, .cancellation = &interrupt.token()});
  if (!summary) return fail(summary.error());
  if (options.json)
    print_json(add_to_json(*summary));
  else if (!options.quiet)
    fmt::print("{}", add_summary_text(*summary, options.bundle));
  return {};
}

struct RemoveOptions {
  std::string bundle;
  std::vector<std::int64_t> ids;
  bool json = false;
  bool quiet = false;
};

Result<void> run_remove(const RemoveOptions& options) {
  const InterruptHandler interrupt;
  ProgressBar progress(options.quiet);
  const Result<RemoveSummary> summary =
      remove_movies({.bundle = options.bundle, .ids = options.ids}, {.observer = &progress, .cancellation = &interrupt.token()});
  if (!summary) return fail(summary.error());
  if (options.json)
    print_json(remove_to_json(*summary));
  else if (!options.quiet)
    fmt::print("{}", remove_summary_text(*summary, options.bundle));
  return {};
}

}  // namespace

void add_add(const Command& app) {
  auto options = std::make_shared<AddOptions>();
  Command command = app.add_command("add", "Add films to a bundle, or update them, without training it again");
  command.option("BUNDLE", options->bundle, "A bundle that kinora build made").required();
  command.option("FILE", options->catalogue, "The films, in any form that kinora build reads; an id that is there is updated")
      .required();
  command.option("--keywords", options->keywords, "Kaggle's keywords.csv");
  command.option("--credits", options->credits, "Kaggle's or TMDB 5000's credits");
  command.option("--threads", options->threads, "Threads; no result depends on it").between(1, 256).show_default();
  command.option("--quarantine", options->quarantine, "Write rejected records to this CSV file");
  command.flag("--json", options->json, "Print what was done as JSON");
  command.flag("--quiet,-q", options->quiet, "Print errors and warnings only");
  command.runs(options, run_add);
}

void add_remove(const Command& app) {
  auto options = std::make_shared<RemoveOptions>();
  Command command = app.add_command("remove", "Remove films from a bundle");
  command.option("BUNDLE", options->bundle, "A bundle that kinora build made").required();
  command.option("--id", options->ids, "The film with this id; several may be given, all are removed or none")
      .value_name("N")
      .required();
  command.flag("--json", options->json, "Print what was done as JSON");
  command.flag("--quiet,-q", options->quiet, "Print errors and warnings only");
  command.runs(options, run_remove);
}

}  // namespace kinora::cli
