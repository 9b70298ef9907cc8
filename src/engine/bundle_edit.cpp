#include "engine/bundle_edit.hpp"

#include "base/try.hpp"
#include "engine/bundle_lock.hpp"
#include "engine/film_indexes.hpp"
#include "engine/genre_evaluation.hpp"
#include "engine/merge_columns.hpp"
#include "engine/new_generation.hpp"
#include "engine/publish_generation.hpp"
#include "engine/table_columns.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace kinora {
namespace {

using Path = std::filesystem::path;

/// The same bytes under a second name. Files of a generation are never written to, so that they may be shared.
Result<void> link_or_copy(FileSystem& files, const BundleLayout& bundle, const Path& from, const Path& to) {
  if (files.link(from, to)) return {};
  KINORA_TRY(const auto file, part_of_bundle(bundle, files.map(from)));
  return write_file_atomically(files, to, file->bytes());
}

class ChangedBundle {
 public:
  ChangedBundle(FileSystem& files, const BundleEdit& edit, const FilmMoves& moves, const NewFilms& films,
                NewGeneration& generation)
      : files_(files),
        lock_(edit.lock),
        base_(edit.base),
        moves_(moves),
        films_(films),
        generation_(generation),
        kept_(moves.kept()),
        info_(edit.base.info) {
    info_.movies = kept_.size() + films_.catalogue.size();
  }

  Result<BundleInfo> run(BundleChange change, StageClock& clock, const Execution& execution) {
    KINORA_TRY_VOID(clock.measure("models", [&] { return carry_models(); }));
    KINORA_TRY_VOID(clock.measure("indexes", [&] { return write_indexes(execution); }));
    if (execution.cancelled()) return fail(cancelled_error("the change"));
    // Until the table has its new version it can be stopped: then the switch is all that is left.
    KINORA_TRY_VOID(clock.measure("table", [&] { return write_table(execution); }));
    note_change(std::move(change));
    KINORA_TRY_VOID(publish(execution));
    return std::move(info_);
  }

 private:
  Result<void> carry_models() {
    const GenerationLayout from = base_.generation();
    const GenerationLayout to = generation_.layout();
    KINORA_TRY_VOID(link_or_copy(files_, base_.bundle, from.recipe(), to.recipe()));
    const EncoderKind encoder = base_.recipe.embedding.encoder;
    KINORA_TRY_VOID(link_or_copy(files_, base_.bundle, from.film_encoder(encoder), to.film_encoder(encoder)));
    if (!info_.classifier) return {};
    if (base_.recipe.classifier.has_encoder()) KINORA_TRY_VOID(link_or_copy(files_, base_.bundle, from.encoder(), to.encoder()));
    KINORA_TRY_VOID(link_or_copy(files_, base_.bundle, from.classifier(), to.classifier()));
    if (kept_.size() == base_.movies.size()) return link_or_copy(files_, base_.bundle, from.evaluation(), to.evaluation());
    KINORA_TRY(const GenreEvaluation evaluation, part_of_bundle(base_.bundle, GenreEvaluation::read(files_, from.evaluation())));
    return evaluation.moved(moves_.new_rows()).write(files_, to.evaluation());
  }

  Result<void> write_indexes(const Execution& execution) {
    KINORA_TRY(const TokenizedDocuments plots, plot_documents(films_.catalogue, execution));
    MovieIndexRows rows;
    rows.append(base_.movies, kept_);
    StringColumn base_titles;
    for (std::size_t row = 0; row < base_.movies.size(); ++row) base_titles.append(base_.movies.title(row));
    const std::vector<std::string_view> base_originals = base_.titles.original_titles(base_titles);
    StringColumn originals;
    for (const std::size_t row : kept_) originals.append(base_originals[row]);
    for (std::size_t row = 0; row < films_.catalogue.size(); ++row) originals.append(films_.catalogue.original_titles[row]);
    rows.append(
        {.catalogue = films_.catalogue, .genres = films_.genres, .genres_predicted = films_.genres_predicted, .plots = plots});
    KINORA_TRY(const MovieIndex movies, write_film_indexes(files_, generation_.layout(), rows, originals));
    note_films(movies);
    return {};
  }

  void note_films(const MovieIndex& movies) {
    info_.best_known = best_known_film(movies);
    info_.predicted_genre_rows = 0;
    for (std::size_t row = 0; row < movies.size(); ++row) info_.predicted_genre_rows += movies.genres_predicted(row) ? 1U : 0U;
    if (info_.classifier) return;  // the genres are the classifier's labels
    info_.genres.clear();
    for (std::size_t label = 0; label < movies.genres().names.size(); ++label)
      info_.genres.emplace_back(movies.genres().names[label]);
    std::sort(info_.genres.begin(), info_.genres.end());
  }

  Result<void> write_table(const Execution& execution) {
    const Path directory = base_.bundle.table(info_.table_name);
    KINORA_TRY(const Table newest, Table::open(directory));
    if (newest.version() != info_.table_version)
      execution.warning("the table's newest version, " + std::to_string(newest.version()) + ", is not the bundle's (" +
                        std::to_string(info_.table_version) +
                        "), be it of a change that was killed or made past the bundle: the new one goes on from the bundle's");
    const std::vector<Column> added = make_table_columns(films_.catalogue, films_.vectors.view(), base_.recipe.table.columns);
    KINORA_TRY(const std::vector<Column> columns, merge_columns(base_.table, kept_, added));
    KINORA_TRY(const Table table, Table::overwrite(directory, columns, execution));
    info_.table_version = table.version();
    return {};
  }

  void note_change(BundleChange change) {
    BundleChanges& all = info_.changes;
    ++all.count;
    all.rows_read += change.rows_read;
    all.films_added += change.films_added;
    all.films_updated += change.films_updated;
    all.films_removed += change.films_removed;
    all.latest.push_back(std::move(change));
    if (all.latest.size() > BundleChanges::kListed) all.latest.erase(all.latest.begin());
  }

  Result<void> publish(const Execution& execution) {
    const PublishTerms terms{
        .changed = base_.info.generation, .seen = base_.info.generation, .keep = base_.recipe.bundle.keep_generations};
    return publish_generation(files_, lock_, base_.bundle, generation_, info_, terms, execution);
  }

  FileSystem& files_;
  const DirectoryLock& lock_;
  const BundleParts& base_;
  const FilmMoves& moves_;
  const NewFilms& films_;
  NewGeneration& generation_;
  std::vector<std::size_t> kept_;
  BundleInfo info_;
};

}  // namespace

Result<BundleEdit> BundleEdit::begin(FileSystem& files, const Path& path, const Execution& execution) {
  const BundleLayout bundle(path);
  KINORA_TRY(const BundleInfo known, read_manifest(files, bundle));
  if (!files.exists(bundle.models())) return bundle_contradiction(bundle, "the bundle has no generation");
  KINORA_TRY(DirectoryLock lock, lock_bundle(files, bundle, execution));
  KINORA_TRY(BundleParts base, open_bundle(files, path));
  return BundleEdit{.lock = std::move(lock), .base = std::move(base)};
}

std::vector<std::size_t> FilmMoves::kept() const {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < leaves_.size(); ++row)
    if (leaves_[row] == 0) rows.push_back(row);
  return rows;
}

std::vector<std::optional<std::size_t>> FilmMoves::new_rows() const {
  const auto first_new = static_cast<std::size_t>(std::count(leaves_.begin(), leaves_.end(), 0));
  std::vector<std::optional<std::size_t>> rows(leaves_.size());
  std::size_t next = 0;
  for (std::size_t row = 0; row < leaves_.size(); ++row) {
    if (leaves_[row] == 0)
      rows[row] = next++;
    else if (replaced_by_[row])
      rows[row] = first_new + *replaced_by_[row];
  }
  return rows;
}

Result<BundleInfo> commit_edit(FileSystem& files, const BundleEdit& edit, const FilmMoves& moves, const NewFilms& films,
                               BundleChange change, StageClock& clock, const Execution& execution) {
  KINORA_TRY(NewGeneration generation, NewGeneration::claim(files, edit.base.bundle, execution));
  return ChangedBundle(files, edit, moves, films, generation).run(std::move(change), clock, execution);
}

}  // namespace kinora
