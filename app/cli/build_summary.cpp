#include "build_summary.hpp"

#include "terminal.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <optional>

namespace kinora::cli {
namespace {

std::string heading(std::string_view text) { return "\n" + bold(text) + "\n"; }

std::string line(std::string_view name, std::string_view value) { return fmt::format("  {:<20}{}\n", name, value); }

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return printable(text.empty() ? "(none)" : text);
}

std::string catalogue_part(const BundleInfo& info) {
  std::uint64_t rejected = 0;
  for (const auto& [reason, rows] : info.rejected_by_reason) rejected += rows;
  std::string text = heading("Catalogue") + line("form", info.format) + line("rows read", grouped(info.rows_read)) +
                     line(info.changes.count == 0 ? "films kept" : "films now", grouped(info.movies)) +
                     line("rows rejected", grouped(rejected));
  for (const auto& [reason, rows] : info.rejected_by_reason) text += line("", fmt::format("{} for {}", grouped(rows), reason));
  if (info.changes.count == 0) return text;
  return text + line("changes since", fmt::format("{}: {} films added, {} updated, {} removed", grouped(info.changes.count),
                                                  grouped(info.changes.films_added), grouped(info.changes.films_updated),
                                                  grouped(info.changes.films_removed)));
}

/// Which columns of a file of no known form were read, as what, and why others that looked like a field were not.
std::string columns_part(const std::vector<ColumnUse>& columns) {
  std::string read;
  std::string misfits;
  std::vector<std::string> unknown;
  for (const ColumnUse& column : columns) {
    const std::string name = column.column.empty() ? "(no name)" : printable(column.column);
    if (!column.field.empty()) {
      const std::string as = column.note.empty() ? column.field : column.field + ", " + printable(column.note);
      read += line(read.empty() ? "columns read" : "", fmt::format("{} as {}", name, as));
    } else if (column.why_not.empty()) {
      unknown.push_back(name);
    } else {
      misfits += line(misfits.empty() ? "columns not read" : "", fmt::format("{}: {}", name, printable(column.why_not)));
    }
  }
  if (!unknown.empty()) misfits += line(misfits.empty() ? "columns not read" : "", join(unknown) + " (no field has such a name)");
  return read + misfits;
}

std::string from_first_to_last(const std::vector<double>& losses) {
  return losses.empty() ? "-" : fmt::format("{:.4f} in the first epoch, {:.4f} in the last", losses.front(), losses.back());
}

std::string text_part(const BundleInfo& info) {
  return heading("Text and vectors") + line("documents", grouped(info.documents)) + line("tokens", grouped(info.tokens)) +
         line("vocabulary", grouped(info.vocabulary)) + line("dimensions", grouped(info.dimension)) +
         line("Doc2Vec loss", from_first_to_last(info.doc2vec_losses));
}

/// What the best baseline reaches for a genre; "-" in bundles of older programs, which do not say it.
std::string baseline_f1(const ClassifierFigures& figures, std::size_t label) {
  std::optional<double> best;
  for (const BaselineFigures& baseline : figures.baselines)
    if (label < baseline.genre_f1.size()) best = std::max(best.value_or(0), baseline.genre_f1[label]);
  return best ? fmt::format("{:.3f}", *best) : "-";
}

std::string genre_table(const ClassifierFigures& figures) {
  std::string text = fmt::format("  {:<20}{:>9}{:>9}{:>9}{:>10}{:>7}{:>11}\n", "by genre", "precision", "recall", "F1",
                                 "baseline", "films", "threshold");
  for (std::size_t label = 0; label < figures.genres.size(); ++label) {
    const GenreFigures& genre = figures.genres[label];
    text += fmt::format("  {:<20}{:>9.3f}{:>9.3f}{:>9.3f}{:>10}{:>7}{:>11.3f}\n", printable(genre.name), genre.precision,
                        genre.recall, genre.f1, baseline_f1(figures, label), genre.support, genre.threshold);
  }
  return text;
}

std::string classifier_part(const BundleInfo& info) {
  if (!info.classifier) return heading("Genres") + "  no classifier: too few films have a genre\n";
  const ClassifierFigures& figures = *info.classifier;
  std::string text = heading("Genre classifier");
  text += line("model", figures.model == "linear" ? fmt::format("linear, C = {:g}", figures.cost) : figures.model);
  text += line("trained, tested on", fmt::format("{} and {} films", grouped(figures.train_rows), grouped(figures.test_rows)));
  if (!figures.epoch_losses.empty()) text += line("loss", from_first_to_last(figures.epoch_losses));
  text += line("loss on test films", fmt::format("{:.4f}", figures.test_loss));
  if (figures.calibration_error)
    text += line("calibration error", fmt::format("{:.3f} on the test films", *figures.calibration_error));
  text += fmt::format("  {:<20}{:>9}{:>9}{:>9}{:>9}\n", "on the test films", "micro F1", "macro F1", "samples", "Hamming");
  text += fmt::format("  {:<20}{:>9.3f}{:>9.3f}{:>9.3f}{:>9.4f}\n", "this classifier", figures.micro_f1, figures.macro_f1,
                      figures.samples_f1, figures.hamming_loss);
  for (const BaselineFigures& baseline : figures.baselines)
    text += fmt::format("  {:<20}{:>9.3f}{:>9.3f}{:>9.3f}\n", baseline.name, baseline.micro_f1, baseline.macro_f1,
                        baseline.samples_f1);
  if (const BaselineFigures* better = better_baseline(figures))
    text += fmt::format("  Worse than the baseline \"{}\": no genres are predicted for films without any.\n",
                        printable(better->name));
  if (!figures.honest)
    text += "  The classifier reads vectors that were made from the genres themselves: these figures measure copying.\n";
  text += genre_table(figures);
  if (info.predicted_genre_rows > 0)
    text += fmt::format("  {} films without a genre were given predicted ones\n", grouped(info.predicted_genre_rows));
  return text;
}

std::string stages_part(const BundleInfo& info) {
  double total = 0;
  std::string text = heading("Time and memory");
  for (const StageFigures& stage : info.stages) {
    total += stage.milliseconds;
    text += fmt::format("  {:<20}{:>9.2f} s{:>10.0f} MB peak\n", stage.name, stage.milliseconds / 1e3, stage.peak_memory_mb);
  }
  return text + fmt::format("  {:<20}{:>9.2f} s{:>10.0f} MB peak\n", "all", total / 1e3, info.peak_memory_mb);
}

std::string examples_part(const std::vector<GenreExample>& examples) {
  if (examples.empty()) return "";
  const std::size_t width = std::max<std::size_t>(terminal_width(), 72);
  const std::size_t third = (width - 6) / 3;
  std::string text = heading("Predicted and actual genres of test films");
  text += "  " + fit("film", third) + ' ' + fit("actual", third) + ' ' + clip("predicted", third) + '\n';
  for (const GenreExample& example : examples)
    text += "  " + fit(printable(example.movie.title), third) + ' ' + fit(join(example.actual), third) + ' ' +
            clip(join(example.predicted), third) + '\n';
  return text;
}

}  // namespace

std::string build_summary_text(const BuildSummary& summary, const std::vector<GenreExample>& examples,
                               const std::string& bundle) {
  return catalogue_part(summary.info) + columns_part(summary.ingest.columns) + text_part(summary.info) +
         classifier_part(summary.info) + examples_part(examples) + stages_part(summary.info) +
         fmt::format("\n{} holds {} films. Ask it: kinora similar {} \"{}\"\n", bundle, grouped(summary.info.movies), bundle,
                     printable(summary.info.best_known.title));
}

std::string info_text(const BundleInfo& info) {
  std::string text = heading("Bundle") + line("recipe", info.recipe) + line("seed", std::to_string(info.seed)) +
                     line("generation", std::to_string(info.generation)) +
                     line("table", fmt::format("{}.lance, version {}", info.table_name, info.table_version)) +
                     line("best known film", printable(info.best_known.title)) + line("genres", join(info.genres));
  for (const InputFile& input : info.inputs)
    text += line("input", fmt::format("{} ({} bytes)", printable(input.path), grouped(input.bytes))) +
            line("", "sha256 " + input.sha256);
  return text + catalogue_part(info) + text_part(info) + classifier_part(info) + stages_part(info);
}

}  // namespace kinora::cli
