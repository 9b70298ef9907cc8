#include "base/try.hpp"
#include "engine/bundle_edit.hpp"
#include "engine/new_films.hpp"
#include "kinora/engine/edit_bundle.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace kinora {
namespace {

/// Whose numbers the ids of a form are; empty if they may be anybody's.
std::string_view ids_of_form(std::string_view format) {
  if (format == "kaggle" || format == "tmdb5000") return "TMDB's";
  if (format == "movielens") return "MovieLens'";
  if (format == "imdb") return "IMDb's";
  return "";
}

/// A film would take the place of another one that happens to have the same number.
Result<void> refuse_foreign_ids(const BundleInfo& info, const IngestReport& report, const std::string& file) {
  const std::string_view own = ids_of_form(info.format);
  const std::string_view found = ids_of_form(report.format);
  if (own.empty() || found.empty() || own == found) return {};
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "the ids of this file are not those of the bundle",
               .where = file,
               .expected = std::string(own) + " ids, as in the " + info.format + " file that the bundle was built from",
               .found = std::string(found) + " ids (the form " + report.format + ")",
               .next_step = "Give the films ids of the bundle's, in a CSV or JSONL file, or none"});
}

/// Finds the films of the bundle that are the same as new ones, and gives ids to films that came without.
class FilmMatcher {
 public:
  FilmMatcher(const BundleParts& base, const IngestOptions& options) : base_(base) {
    if (options.key != CatalogueKey::kTitle) return;
    for (std::size_t row = 0; row < base.movies.size(); ++row) rows_by_title_.emplace(base.movies.title(row), row);
  }

  /// Films of a file without ids are numbered on, as if it had been the end of the bundle's file.
  [[nodiscard]] Result<void> number(Catalogue& films) const {
    const auto ids = base_.movies.ids();
    const std::uint64_t records = base_.info.rows_read + base_.info.changes.rows_read;
    const std::int64_t last = std::max(*std::max_element(ids.begin(), ids.end()), static_cast<std::int64_t>(records));
    if (last > std::numeric_limits<std::int64_t>::max() - films.ids.back())
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "no ids are left to number films without one on from the bundle's",
                   .where = base_.bundle.root().string(),
                   .found = "a film with the id " + std::to_string(last),
                   .next_step = "Give the films ids of their own"});
    for (std::size_t film = 0; film < films.size(); ++film) {
      const auto same = row_of_title(films.titles[film]);
      films.ids[film] = same ? ids[*same] : last + films.ids[film];
    }
    return {};
  }

  /// The rows that a film takes the place of: at most two, one of its id and one of its title.
  [[nodiscard]] std::vector<std::size_t> rows_of(const Catalogue& films, std::size_t film) const {
    std::vector<std::size_t> rows;
    if (const auto row = base_.movies.find_id(films.ids[film])) rows.push_back(*row);
    if (const auto row = row_of_title(films.titles[film])) rows.push_back(*row);
    return rows;
  }

 private:
  [[nodiscard]] std::optional<std::size_t> row_of_title(std::string_view title) const {
    const auto found = rows_by_title_.find(title);
    return found == rows_by_title_.end() ? std::nullopt : std::optional(found->second);
  }

  const BundleParts& base_;
  std::unordered_map<std::string_view, std::size_t> rows_by_title_;  // looked up, never iterated; empty unless titles are the key
};

class Addition {
 public:
  Addition(FileSystem& files, const AddRequest& request, const BundleEdit& edit, const Execution& execution)
      : files_(files), request_(request), edit_(edit), execution_(execution), moves_(edit.base.movies.size()) {}

  Result<AddSummary> run() {
    KINORA_TRY(Catalogue catalogue, clock_.measure("ingest", [&] { return read_films(); }));
    KINORA_TRY(const PreparedFilms prepared, prepare_films(edit_.base, std::move(catalogue), clock_, execution_));
    describe(prepared);
    BundleChange change{.command = "add",
                        .inputs = summary_.ingest.inputs,
                        .rows_read = summary_.ingest.rows_read,
                        .films_added = summary_.added,
                        .films_updated = summary_.updated};
    KINORA_TRY(summary_.info, commit_edit(files_, edit_, moves_, prepared.films, std::move(change), clock_, execution_));
    summary_.stages = clock_.stages();
    return std::move(summary_);
  }

 private:
  Result<Catalogue> read_films() {
    const IngestOptions& options = request_.catalogue ? *request_.catalogue : edit_.base.recipe.catalogue;
    CatalogueFiles files = request_.files;
    files.quarantine = request_.quarantine;
    KINORA_TRY(IngestedCatalogue ingested, read_catalogue(files, options, execution_));
    summary_.ingest = std::move(ingested.report);
    KINORA_TRY_VOID(refuse_foreign_ids(edit_.base.info, summary_.ingest, request_.files.catalogue.string()));
    Catalogue& films = ingested.catalogue;
    KINORA_TRY_VOID(number_records(films));
    const FilmMatcher matcher(edit_.base, options);
    if (summary_.ingest.rows_are_numbered) KINORA_TRY_VOID(matcher.number(films));
    for (std::size_t film = 0; film < films.size(); ++film) {
      const std::vector<std::size_t> replaced = matcher.rows_of(films, film);
      for (const std::size_t row : replaced) moves_.replace(row, film);
      summary_.movies.push_back(
          {.movie = {.id = films.ids[film], .title = std::string(films.titles[film]), .year = films.years[film]},
           .updated = !replaced.empty()});
      ++(replaced.empty() ? summary_.added : summary_.updated);
    }
    return std::move(films);
  }

  /// Records go on where those of the bundle's files end, as if the files were one.
  Result<void> number_records(Catalogue& films) const {
    const std::uint64_t before = edit_.base.info.rows_read + edit_.base.info.changes.rows_read;
    if (before + summary_.ingest.rows_read > std::numeric_limits<std::uint32_t>::max())
      return fail({.code = ErrorCode::kInvalidArgument,
                   .what = "more records have been read than a bundle can number",
                   .where = edit_.base.bundle.root().string(),
                   .next_step = "Build the bundle again"});
    for (std::uint32_t& row : films.source_rows) row += static_cast<std::uint32_t>(before);
    return {};
  }

  void describe(const PreparedFilms& prepared) {
    summary_.tokens = prepared.tokens;
    for (std::size_t film = 0; film < summary_.movies.size(); ++film) {
      AddedMovie& movie = summary_.movies[film];
      movie.genres = prepared.films.genres.names(film);
      movie.genres_predicted = prepared.films.genres_predicted[film] != 0;
      movie.known_words = prepared.known_words[film];
      summary_.known_tokens += movie.known_words;
      summary_.predicted_genre_rows += movie.genres_predicted ? 1U : 0U;
    }
  }

  FileSystem& files_;
  const AddRequest& request_;
  const BundleEdit& edit_;
  const Execution& execution_;
  StageClock clock_;
  FilmMoves moves_;
  AddSummary summary_;
};

}  // namespace

Result<AddSummary> add_movies(const AddRequest& request, const Execution& execution) {
  FileSystem& files = local_file_system();
  // Read first: a misspelt input is told at once, whoever else is changing the bundle.
  KINORA_TRY(const auto catalogue, files.map(request.files.catalogue));
  KINORA_TRY(const BundleEdit edit, BundleEdit::begin(files, request.bundle, execution));
  return Addition(files, request, edit, execution).run();
}

}  // namespace kinora
