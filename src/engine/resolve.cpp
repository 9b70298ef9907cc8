#include "engine/resolve.hpp"

#include <algorithm>

namespace kinora {
namespace {

constexpr std::size_t kListedHomonyms = 8;
constexpr std::size_t kSuggestions = 3;
/// A corrected title less like the question than this is suggested, not taken.
constexpr float kTakenSimilarity = 0.55F;

std::string named(const MovieReference& reference) {
  if (reference.title.empty()) return "id " + std::to_string(reference.id.value_or(0));
  std::string text = '"' + reference.title + '"';
  if (reference.year) text += " (" + std::to_string(*reference.year) + ")";
  return text;
}

}  // namespace

std::string title_with_year(const MovieIndex& movies, std::size_t row) {
  std::string text(movies.title(row));
  if (movies.years()[row] != kUnknownYear) text += " (" + std::to_string(movies.years()[row]) + ")";
  return text;
}

Result<std::size_t> MovieResolver::resolve(const MovieReference& reference) const {
  if (!reference.id) return resolve_title(reference);
  Result<std::size_t> row = resolve_id(*reference.id);
  return row || reference.title.empty() ? row : resolve_title(reference);
}

std::vector<std::size_t> MovieResolver::resolve_known(const std::vector<MovieReference>& references) const {
  std::vector<std::size_t> rows;
  for (const MovieReference& reference : references) {
    const Result<std::size_t> row = resolve(reference);
    if (row) {
      rows.push_back(*row);
    } else {
      notes_.push_back("no film of the catalogue is " + named(reference) + ": passed over");
    }
  }
  return rows;
}

Result<std::size_t> MovieResolver::resolve_id(std::int64_t id) const {
  if (const auto row = movies_.find_id(id)) return *row;
  return fail({.code = ErrorCode::kMovieNotFound,
               .what = "no film has this id",
               .where = "id " + std::to_string(id),
               .next_step = "Look it up by title with: kinora search BUNDLE TITLE"});
}

Result<std::size_t> MovieResolver::resolve_title(const MovieReference& reference) const {
  std::vector<std::size_t> rows = titles_.lookup(reference.title);
  const auto other_year = [&](std::size_t row) { return reference.year && movies_.years()[row] != *reference.year; };
  std::erase_if(rows, other_year);
  if (!rows.empty()) return best_of(reference, rows);

  std::vector<TitleHit> hits = titles_.search(reference.title, reference.year ? 50 : 1);
  std::erase_if(hits, [&](const TitleHit& hit) { return other_year(hit.row) || hit.similarity < kTakenSimilarity; });
  if (hits.empty()) return fail(unknown_title(reference));
  notes_.push_back("no title is " + named(reference) + "; took the nearest, " + title_with_year(movies_, hits.front().row));
  return hits.front().row;
}

std::size_t MovieResolver::best_of(const MovieReference& reference, const std::vector<std::size_t>& rows) const {
  if (rows.size() == 1) return rows.front();
  std::string others;
  for (std::size_t i = 1; i < std::min(rows.size(), kListedHomonyms + 1); ++i) {
    const std::int32_t year = movies_.years()[rows[i]];
    others += (others.empty() ? "" : ", ") + (year == kUnknownYear ? "year unknown" : std::to_string(year)) + " (id " +
              std::to_string(movies_.ids()[rows[i]]) + ")";
  }
  if (rows.size() > kListedHomonyms + 1) others += ", ...";
  notes_.push_back(std::to_string(rows.size()) + " films are called " + named(reference) + "; took the best known, " +
                   title_with_year(movies_, rows.front()) + ". The others: " + others + "; choose with --year or --id");
  return rows.front();
}

Error MovieResolver::unknown_title(const MovieReference& reference) const {
  std::string nearest;
  for (const TitleHit& hit : titles_.search(reference.title, kSuggestions))
    nearest += (nearest.empty() ? "" : ", ") + title_with_year(movies_, hit.row);
  return {.code = ErrorCode::kMovieNotFound,
          .what = "no film has this title",
          .where = named(reference),
          .next_step = nearest.empty() ? "Look for it with: kinora search BUNDLE WORDS" : "Did you mean " + nearest + "?"};
}

}  // namespace kinora
