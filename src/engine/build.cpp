#include "kinora/engine/build.hpp"

#include "base/try.hpp"
#include "engine/bundle.hpp"
#include "engine/bundle_lock.hpp"
#include "engine/film_indexes.hpp"
#include "engine/film_vectors.hpp"
#include "engine/genre_stage.hpp"
#include "engine/new_generation.hpp"
#include "engine/publish_generation.hpp"
#include "engine/stage_clock.hpp"
#include "engine/table_columns.hpp"
#include "kinora/store/table.hpp"
#include "text/documents.hpp"

#include <algorithm>

namespace kinora {
namespace {

/// One build from claim to switch. Each step leaves its figures in `info`.
class Build {
 public:
  Build(const BuildRequest& request, const Execution& execution, NewGeneration& generation)
      : request_(request), recipe_(request.recipe), execution_(execution), bundle_(request.output), generation_(generation) {
    info_.recipe = recipe_.name;
    info_.seed = recipe_.seed;
    info_.table_name = recipe_.table.name;
    if (const auto in_use = read_manifest(files_, bundle_)) seen_ = in_use->generation;
  }

  Result<BuildSummary> run() {
    KINORA_TRY(IngestedCatalogue ingested, clock_.measure("ingest", [&] { return read_catalogue(); }));
    const Catalogue& catalogue = ingested.catalogue;
    KINORA_TRY(const Matrix vectors,
               fit_film_vectors(files_, generation_.layout(), catalogue, recipe_, clock_, execution_, info_));
    KINORA_TRY(const GenreModelReport genres,
               build_genre_model(files_, generation_.layout(), catalogue, vectors.view(), recipe_, clock_, execution_));
    note_genres(genres, catalogue);
    KINORA_TRY_VOID(clock_.measure("table", [&] { return write_table(catalogue, vectors.view()); }));
    KINORA_TRY_VOID(clock_.measure("indexes", [&] { return write_indexes(catalogue, genres); }));
    KINORA_TRY_VOID(write_file_atomically(files_, generation_.layout().recipe(), recipe_to_toml(recipe_)));
    KINORA_TRY_VOID(publish());
    return BuildSummary{.info = std::move(info_), .ingest = std::move(ingested.report)};
  }

 private:
  Result<IngestedCatalogue> read_catalogue() {
    CatalogueFiles files = request_.files;
    files.quarantine = request_.quarantine;
    KINORA_TRY(IngestedCatalogue ingested, kinora::read_catalogue(files, recipe_.catalogue, execution_));
    info_.format = ingested.report.format;
    info_.inputs = ingested.report.inputs;
    info_.rows_read = ingested.report.rows_read;
    info_.rejected_by_reason = ingested.report.rejected_by_reason;
    info_.movies = ingested.catalogue.size();
    return ingested;
  }

  void note_genres(const GenreModelReport& genres, const Catalogue& catalogue) {
    info_.classifier = genres.figures;
    info_.predicted_genre_rows = genres.predicted_rows;
    info_.genres = genres.names;
    if (!info_.genres.empty()) return;
    for (std::size_t label = 0; label < catalogue.genres.label_count(); ++label)
      info_.genres.emplace_back(catalogue.genres.name(static_cast<LabelColumn::Label>(label)));
    std::sort(info_.genres.begin(), info_.genres.end());
  }

  Result<void> write_table(const Catalogue& catalogue, const MatrixView& vectors) {
    generation_.will_write_table(bundle_.table(recipe_.table.name));
    const std::vector<Column> columns = make_table_columns(catalogue, vectors, recipe_.table.columns);
    KINORA_TRY(const Table table, Table::overwrite(bundle_.table(recipe_.table.name), columns, execution_));
    info_.table_version = table.version();
    return {};
  }

  Result<void> write_indexes(const Catalogue& catalogue, const GenreModelReport& genres) {
    KINORA_TRY(const TokenizedDocuments plots, plot_documents(catalogue, execution_));
    MovieIndexRows rows;
    rows.append({.catalogue = catalogue, .genres = genres.genres, .genres_predicted = genres.predicted, .plots = plots});
    KINORA_TRY(const MovieIndex index, write_film_indexes(files_, generation_.layout(), rows, catalogue.original_titles));
    info_.best_known = best_known_film(index);
    return {};
  }

  Result<void> publish() {
    info_.stages = clock_.stages();
    info_.peak_memory_mb = peak_memory_mb();
    if (execution_.cancelled()) return fail(cancelled_error("the build"));
    KINORA_TRY(const DirectoryLock lock, lock_bundle(files_, bundle_, execution_));
    const PublishTerms terms{.changed = {}, .seen = seen_, .keep = recipe_.bundle.keep_generations};
    return publish_generation(files_, lock, bundle_, generation_, info_, terms, execution_);
  }

  const BuildRequest& request_;
  const Recipe& recipe_;
  const Execution& execution_;
  BundleLayout bundle_;
  NewGeneration& generation_;
  FileSystem& files_ = local_file_system();
  StageClock clock_;
  BundleInfo info_;
  std::uint64_t seen_ = 0;
};

}  // namespace

Result<BuildSummary> build_bundle(const BuildRequest& request, const Execution& execution) {
  KINORA_TRY_VOID(request.recipe.validate());
  if (execution.threads < 1 || execution.threads > 256)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the number of threads is out of its range",
                 .expected = "1 to 256",
                 .found = std::to_string(execution.threads)});
  // Read before the output is claimed: a misspelt input must not leave an empty bundle behind.
  KINORA_TRY(const auto catalogue, local_file_system().map(request.files.catalogue));
  KINORA_TRY(NewGeneration generation, NewGeneration::claim(local_file_system(), BundleLayout(request.output), execution));
  return Build(request, execution, generation).run();
}

}  // namespace kinora
