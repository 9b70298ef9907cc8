#include "ingest/draft.hpp"

#include "base/check.hpp"
#include "ingest/scalar_cells.hpp"
#include "textio/excerpt.hpp"
#include "textio/numbers.hpp"
#include "textio/words.hpp"

#include <algorithm>
#include <limits>

namespace kinora::ingest {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{256} << 10U;
constexpr std::string_view kImdbPrefix = "tt";
constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

std::string mismatch(std::string_view expected, std::string_view cell) {
  return "expected " + std::string(expected) + ", found " + textio::excerpt(cell);
}

}  // namespace

Draft::Draft(std::size_t cast_limit)
    : cast_limit_(cast_limit), block_(kBlockBytes), arena_(block_.data(), block_.size()), lists_(arena_) {}

void Draft::clear() {
  arena_.release();
  movie_ = {};
  id_.reset();
  id_cell_ = {};
  knows_vote_count_ = false;
  genres_.clear();
  keywords_.clear();
  directors_.clear();
  cast_.clear();
  faults_.clear();
}

void Draft::read(Field field, std::string_view cell, const ListStyle& style) {
  switch (field) {
    case Field::kTitle:
      movie_.title = cell;
      return;
    case Field::kOriginalTitle:
      movie_.original_title = cell;
      return;
    case Field::kOverview:
      movie_.overview = cell;
      return;
    case Field::kTagline:
      movie_.tagline = cell;
      return;
    case Field::kLanguage:
      movie_.language = textio::trim(cell);
      return;
    case Field::kImdbId:
      read_imdb_id(cell);
      return;
    case Field::kId:
      id_cell_ = cell;
      id_ = cell.starts_with(kImdbPrefix) ? parse_imdb_number(cell) : textio::parse_integer(cell);
      return;
    case Field::kGenres:
    case Field::kDirectors:
    case Field::kCast:
    case Field::kCrew:
    case Field::kKeywords:
    case Field::kCollection:
      read_list(field, cell, style);
      return;
    case Field::kYear:
    case Field::kRuntime:
    case Field::kPopularity:
    case Field::kVoteAverage:
    case Field::kVoteCount:
      if (cell = textio::trim(cell); !cell.empty()) read_number(field, cell);
      return;
  }
}

void Draft::read_list(Field field, std::string_view cell, const ListStyle& style) {
  CellResult result;
  switch (field) {
    case Field::kGenres:
      result = lists_.read_names(cell, style, genres_);
      break;
    case Field::kKeywords:
      result = lists_.read_names(cell, style, keywords_);
      break;
    case Field::kDirectors:
      result = lists_.read_names(cell, style, directors_);
      break;
    case Field::kCrew:
      result = lists_.read_directors(cell, style, directors_);
      break;
    case Field::kCast:
      result = lists_.read_cast(cell, style, cast_limit_, cast_);
      break;
    case Field::kCollection:
      result = lists_.read_name(cell, style, movie_.collection);
      break;
    default:
      KINORA_CHECK(false, name_of(field));
  }
  if (!result) add_fault(field, result.error().detail);
}

void Draft::read_number(Field field, std::string_view cell) {
  if (field == Field::kYear) {
    const auto year = parse_year(cell);
    if (!year) return add_fault(field, mismatch("a year or a date", cell));
    movie_.year = *year;
    return;
  }
  if (field == Field::kVoteCount) {
    const auto count = textio::parse_integer(cell);
    if (!count || *count < 0) return add_fault(field, mismatch("a whole number from 0", cell));
    movie_.vote_count = *count;
    knows_vote_count_ = true;
    return;
  }
  const auto number = textio::parse_number(cell);
  if (!number || *number < 0) return add_fault(field, mismatch("a number from 0", cell));
  const auto value = static_cast<float>(*number);
  if (field == Field::kPopularity) movie_.popularity = value;
  if (field == Field::kRuntime) movie_.runtime_minutes = value > 0 ? value : kUnknown;
  if (field == Field::kVoteAverage) {
    if (*number > 10) return add_fault(field, mismatch("a number from 0 to 10", cell));
    movie_.vote_average = value;
  }
}

void Draft::read_imdb_id(std::string_view cell) {
  cell = textio::trim(cell);
  if (cell.empty()) return;
  const auto number = parse_imdb_number(cell);
  if (!number) return add_fault(Field::kImdbId, mismatch("tt and digits", cell));
  if (*number == 0) return;
  if (cell.starts_with(kImdbPrefix)) return set_imdb_id(cell);
  char* const text = static_cast<char*>(arena_.allocate(kImdbPrefix.size() + cell.size(), 1));
  std::copy(cell.begin(), cell.end(), std::copy(kImdbPrefix.begin(), kImdbPrefix.end(), text));
  set_imdb_id({text, kImdbPrefix.size() + cell.size()});
}

void Draft::add_fault(Field field, std::string detail) { faults_.push_back({field, std::move(detail)}); }

const Names& Draft::names(Field field) const {
  switch (field) {
    case Field::kGenres:
      return genres_;
    case Field::kKeywords:
      return keywords_;
    case Field::kCast:
      return cast_;
    default:
      return directors_;
  }
}

MovieView Draft::film() const {
  KINORA_CHECK(id_.has_value());
  MovieView film = movie_;
  film.id = *id_;
  film.genres = genres_;
  film.keywords = keywords_;
  film.directors = directors_;
  film.cast = cast_;
  if (knows_vote_count_ && film.vote_count == 0) film.vote_average = kUnknown;
  return film;
}

}  // namespace kinora::ingest
