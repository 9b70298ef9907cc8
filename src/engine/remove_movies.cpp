#include "base/try.hpp"
#include "engine/bundle_edit.hpp"
#include "kinora/engine/edit_bundle.hpp"

#include <algorithm>
#include <utility>

namespace kinora {
namespace {

constexpr std::size_t kListedIds = 10;

tl::unexpected<Error> unknown_ids(const BundleParts& base, const std::vector<std::int64_t>& ids) {
  std::string listed;
  for (std::size_t i = 0; i < std::min(ids.size(), kListedIds); ++i) listed += (i == 0 ? "" : ", ") + std::to_string(ids[i]);
  if (ids.size() > kListedIds) listed += " and " + std::to_string(ids.size() - kListedIds) + " more";
  return fail({.code = ErrorCode::kMovieNotFound,
               .what = ids.size() == 1 ? "no film has this id" : "no films have these ids",
               .where = base.bundle.root().string(),
               .expected = "ids of films of the bundle",
               .found = std::move(listed),
               .next_step = "Nothing was removed; look ids up with: kinora search BUNDLE TITLE"});
}

Result<void> check_some_are_left(const BundleParts& base, std::size_t removed) {
  if (removed < base.movies.size()) return {};
  return fail({.code = ErrorCode::kInvalidArgument,
               .what = "no film would be left",
               .where = base.bundle.root().string(),
               .expected = "fewer than all of its " + std::to_string(base.movies.size()) + " films",
               .next_step = "Delete the bundle's directory instead"});
}

}  // namespace

Result<RemoveSummary> remove_movies(const RemoveRequest& request, const Execution& execution) {
  if (request.ids.empty())
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "no film to remove is named",
                 .where = "--id",
                 .expected = "at least one id"});
  FileSystem& files = local_file_system();
  StageClock clock;
  KINORA_TRY(const BundleEdit edit, BundleEdit::begin(files, request.bundle, execution));
  const MovieIndex& movies = edit.base.movies;
  std::vector<std::int64_t> unknown;
  std::vector<std::uint8_t> removed(movies.size());
  FilmMoves moves(movies.size());
  RemoveSummary summary;
  for (const std::int64_t id : request.ids) {
    const auto row = movies.find_id(id);
    if (!row) {
      unknown.push_back(id);
    } else if (std::exchange(removed[*row], 1) == 0) {
      moves.remove(*row);
      summary.movies.push_back({.id = id, .title = std::string(movies.title(*row)), .year = movies.years()[*row]});
    }
  }
  if (!unknown.empty()) return unknown_ids(edit.base, unknown);
  KINORA_TRY_VOID(check_some_are_left(edit.base, summary.movies.size()));
  NewFilms none;
  none.vectors = Matrix(0, edit.base.vectors.field.dimension);
  BundleChange change{.command = "remove", .films_removed = summary.movies.size()};
  KINORA_TRY(summary.info, commit_edit(files, edit, moves, none, std::move(change), clock, execution));
  summary.stages = clock.stages();
  return summary;
}

}  // namespace kinora
