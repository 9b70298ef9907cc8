#include "engine/rated_films.hpp"

#include "base/try.hpp"
#include "kinora/ingest/ratings.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace kinora {
namespace {

/// Which id of links.csv the films of a bundle have.
enum class JoinBy : std::uint8_t { kMovieId, kTmdbId, kImdbId };

const char* name_of(JoinBy join) {
  switch (join) {
    case JoinBy::kMovieId:
      return "movieId";
    case JoinBy::kTmdbId:
      return "tmdbId";
    case JoinBy::kImdbId:
      return "imdbId";
  }
  return "";
}

Result<JoinBy> choose_join(const BundleInfo& info, const RelatedRequest& request, const Execution& execution) {
  const bool has_links = request.links.has_value();
  if (info.format == "movielens") {
    if (!has_links) return JoinBy::kMovieId;
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the films of this bundle have MovieLens' own ids: links lead away from them",
                 .where = request.links->string(),
                 .next_step = "Leave out --links"});
  }
  if (info.format == "imdb" && has_links) return JoinBy::kImdbId;
  if (has_links) return JoinBy::kTmdbId;
  const bool has_ids_of_another = info.format == "kaggle" || info.format == "tmdb5000" || info.format == "imdb";
  if (has_ids_of_another)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "the films of this bundle have other ids than the ratings",
                 .where = request.ratings.string(),
                 .expected = "links from MovieLens' ids to those of the catalogue",
                 .found = "a catalogue of the form " + info.format,
                 .next_step = "Pass the links.csv of the same data set with --links"});
  execution.warning("without --links the films of the ratings are taken to have the ids of the catalogue");
  return JoinBy::kMovieId;
}

/// From a film's id in the ratings to the one that it has in the catalogue, if it has one.
class IdJoin {
 public:
  IdJoin(JoinBy by, std::vector<MovieLink> links) : by_(by), links_(std::move(links)) {}

  [[nodiscard]] std::optional<std::int64_t> operator()(std::int64_t movie) const {
    if (by_ == JoinBy::kMovieId) return movie;
    const auto link = std::lower_bound(links_.begin(), links_.end(), movie,
                                       [](const MovieLink& a, std::int64_t wanted) { return a.movie < wanted; });
    if (link == links_.end() || link->movie != movie) return std::nullopt;
    return by_ == JoinBy::kTmdbId ? link->tmdb : link->imdb;
  }

 private:
  JoinBy by_;
  std::vector<MovieLink> links_;
};

tl::unexpected<Error> nothing_joined(const RelatedRequest& request, const RelatedReport& report) {
  std::string found = std::to_string(report.rated_films) + " films in the ratings, ";
  if (request.links) found += std::to_string(report.linked_films) + " of them with a " + report.joined_by + ", ";
  return fail({.code = ErrorCode::kNoUsableRow,
               .what = "no rated film is in this bundle",
               .where = request.ratings.string(),
               .expected = "films whose " + report.joined_by + " is the id of a film of the bundle",
               .found = found + "none of them in the bundle, which has " + std::to_string(report.catalogue_films),
               .next_step = request.links ? "Check that the ratings, the links and the catalogue belong together"
                                          : "If the bundle's ids are not MovieLens' own, pass links.csv with --links"});
}

Result<std::vector<MovieLink>> take_links(const RelatedRequest& request, IngestReport& rejected, RelatedReport& report,
                                          const Execution& execution) {
  if (!request.links) return std::vector<MovieLink>();
  KINORA_TRY(ReadLinks read, read_links(*request.links, execution));
  report.inputs.push_back(read.report.inputs.front());
  report.link_rows_rejected = read.report.rows_read - read.report.rows_kept;
  rejected.rejections.insert(rejected.rejections.end(), std::make_move_iterator(read.report.rejections.begin()),
                             std::make_move_iterator(read.report.rejections.end()));
  return std::move(read.links);
}

void note_ratings(const ReadRatings& read, RelatedReport& report) {
  report.inputs.push_back(read.report.inputs.front());
  report.rows_read = read.report.rows_read;
  report.rejected_by_reason = read.report.rejected_by_reason;
  report.ratings = read.ratings.size();
  report.replaced = read.ratings.replaced();
  report.people = read.ratings.users().size();
  report.rated_films = read.ratings.movies().size();
}

void warn_of_rejections(const RelatedRequest& request, const RelatedReport& report, const Execution& execution) {
  std::string text;
  for (const auto& [reason, count] : report.rejected_by_reason)
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " for " + reason;
  const char* const where = request.quarantine ? "" : " (--quarantine FILE lists them)";
  if (!text.empty()) execution.warning(request.ratings.string() + ": rows passed over: " + text + where);
  if (report.link_rows_rejected > 0)
    execution.warning(request.links->string() + ": rows passed over: " + std::to_string(report.link_rows_rejected) + where);
}

}  // namespace

Result<Ratings> read_rated_films(const MovieIndex& movies, const BundleInfo& info, const RelatedRequest& request,
                                 RelatedReport& report, const Execution& execution) {
  KINORA_TRY(ReadRatings read, read_ratings(request.ratings, execution));
  note_ratings(read, report);
  KINORA_TRY(const JoinBy by, choose_join(info, request, execution));
  report.joined_by = name_of(by);
  KINORA_TRY(std::vector<MovieLink> links, take_links(request, read.report, report, execution));
  if (request.quarantine) KINORA_TRY_VOID(write_quarantine(read.report, *request.quarantine));
  warn_of_rejections(request, report, execution);
  const IdJoin join(by, std::move(links));
  std::set<std::int64_t> joined;
  for (const std::int64_t movie : read.ratings.movies()) {
    const auto id = join(movie);
    if (!id) continue;
    ++report.linked_films;
    if (!movies.find_id(*id)) continue;
    ++report.joined_films;
    if (!joined.insert(*id).second) ++report.merged_films;
  }
  if (joined.empty()) return nothing_joined(request, report);
  return read.ratings.with_movies([&](std::int64_t movie) -> std::optional<std::int64_t> {
    const auto id = join(movie);
    return id && movies.find_id(*id) ? id : std::nullopt;
  });
}

}  // namespace kinora
