#include "engine/resolve.hpp"

#include <algorithm>

namespace kinora {
namespace {

constexpr std::size_t kListedHomonyms = 8;
constexpr std::size_t kSuggestions = 3;
constexpr std::size_t kMaxShownBytes = 200;

/// A title as it is shown: one of a whole page would hide what is said of it.
std::string shown_title(const std::string& title) {
  if (title.size() <= kMaxShownBytes) return title;
  std::size_t end = kMaxShownBytes;
  while (end > 0 && (static_cast<unsigned char>(title[end]) & 0xC0U) == 0x80U) --end;
  return title.substr(0, end) + "...";
}

std::string named(const MovieReference& reference) {
  if (reference.title.empty()) return "id " + std::to_string(reference.id.value_or(0));
  std::string text = '"' + shown_title(reference.title) + '"';
  if (reference.year) text += " (" + std::to_string(*reference.year) + ")";
  return text;
}

bool is_a_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string without_digits(std::string text) {
  std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
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

void MovieResolver::note_joined_title(const std::vector<MovieReference>& references) const {
  if (references.size() < 2) return;
  std::string joined;
  for (const MovieReference& reference : references) {
    if (reference.title.empty()) return;
    joined += (joined.empty() ? "" : " ") + reference.title;
  }
  const FoundTitle found = titles_.find(joined, {}, {.years = movies_.years(), .vote_counts = movies_.vote_counts()});
  if (found.sureness != FoundTitle::Sureness::kSame) return;
  notes_.push_back("the words together are the title " + title_with_year(movies_, found.rows.front()) +
                   ": to ask for that film, put them in quotes");
}

Result<std::size_t> MovieResolver::resolve_id(std::int64_t id) const {
  if (const auto row = movies_.find_id(id)) return *row;
  return fail({.code = ErrorCode::kMovieNotFound,
               .what = "no film has this id",
               .where = "id " + std::to_string(id),
               .next_step = "Look it up by title with: kinora search BUNDLE TITLE"});
}

Result<std::size_t> MovieResolver::resolve_title(const MovieReference& reference) const {
  const FoundTitle found =
      titles_.find(reference.title, reference.year, {.years = movies_.years(), .vote_counts = movies_.vote_counts()});
  switch (found.sureness) {
    case FoundTitle::Sureness::kSame:
      return best_of(reference, found.rows);
    case FoundTitle::Sureness::kNear:
      notes_.push_back(note_of_near(reference, found));
      return found.rows.front();
    case FoundTitle::Sureness::kNone:
      break;
  }
  return fail(unknown_title(reference));
}

std::string MovieResolver::note_of_near(const MovieReference& reference, const FoundTitle& found) const {
  const std::string taken = title_with_year(movies_, found.rows.front());
  if (!found.less_known) return "no title is " + named(reference) + "; took the nearest, " + taken;
  return "took " + taken + ", which is far better known than " + title_with_year(movies_, *found.less_known) + " (id " +
         std::to_string(movies_.ids()[*found.less_known]) + "); choose with --id";
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
  const char* const taken = movies_.vote_counts()[rows.front()] > 0 ? "; took the best known, " : "; took the first, ";
  notes_.push_back(std::to_string(rows.size()) + " films are called " + named(reference) + taken +
                   title_with_year(movies_, rows.front()) + ". The others: " + others + "; choose with --year or --id");
  return rows.front();
}

Error MovieResolver::unknown_title(const MovieReference& reference) const {
  std::vector<TitleHit> hits = titles_.search(reference.title, kSuggestions);
  if (hits.empty()) hits = titles_.search(without_digits(reference.title), kSuggestions);  // the part that there is not
  std::string nearest;
  for (const TitleHit& hit : hits) nearest += (nearest.empty() ? "" : ", ") + title_with_year(movies_, hit.row);
  std::string next_step = nearest.empty() ? "Look for it with: kinora search BUNDLE WORDS" : "Did you mean " + nearest + "?";
  if (is_a_number(reference.title)) next_step = "If it is an id: --id " + reference.title;
  return {.code = ErrorCode::kMovieNotFound,
          .what = "no film has this title",
          .where = named(reference),
          .next_step = std::move(next_step)};
}

}  // namespace kinora
