#include "ingest/draft.hpp"

#include "base/check.hpp"
#include "ingest/cell_forms.hpp"
#include "ingest/genre_ids.hpp"
#include "ingest/scalar_cells.hpp"
#include "textio/excerpt.hpp"
#include "textio/numbers.hpp"
#include "textio/words.hpp"

#include <algorithm>
#include <cmath>
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

bool Draft::knows(Field field) const {
  switch (field) {
    case Field::kOriginalTitle:
      return !movie_.original_title.empty();
    case Field::kYear:
      return movie_.year != kUnknownYear;
    case Field::kOverview:
      return !movie_.overview.empty();
    case Field::kTagline:
      return !movie_.tagline.empty();
    case Field::kLanguage:
      return !movie_.language.empty();
    case Field::kImdbId:
      return !movie_.imdb_id.empty();
    case Field::kRuntime:
      return !std::isnan(movie_.runtime_minutes);
    default:
      return false;
  }
}

void Draft::read_any(Field field, std::string_view cell, const CellStyle& style) {
  cell = trim_wide(cell);
  if (field == Field::kTitle) return set_title(cell);
  if (field == Field::kId) return read(field, cell, style.list);
  if (is_missing_word(cell)) return;
  switch (field) {
    case Field::kImdbId:
      if (const std::string_view digits = find_imdb_digits(cell); !digits.empty()) return read_imdb_id(digits);
      return add_fault(field, mismatch("tt and digits", cell));
    case Field::kLanguage:
      if (const auto result = lists_.read_name(cell, style.list, movie_.language); !result)
        add_fault(field, result.error().detail);
      return;
    case Field::kYear:
    case Field::kRuntime:
    case Field::kPopularity:
    case Field::kVoteAverage:
    case Field::kVoteCount:
      return read_any_number(field, cell, style);
    case Field::kGenres:
    case Field::kDirectors:
    case Field::kCast:
    case Field::kCrew:
    case Field::kKeywords:
      return read_any_list(field, cell, style);
    default:
      return read(field, cell, style.list);
  }
}

void Draft::read_any_number(Field field, std::string_view cell, const CellStyle& style) {
  if (field == Field::kYear) {
    const auto year = parse_any_year(cell);
    if (!year) return add_fault(field, mismatch("a year or a date", cell));
    return set_year(*year);
  }
  const auto number = field == Field::kRuntime ? parse_minutes(cell) : parse_any_number(cell, style.decimal_comma);
  if (field == Field::kRuntime) {
    if (!number || *number < 0) return add_fault(field, mismatch("minutes, or hours and minutes", cell));
    if (*number > 0) movie_.runtime_minutes = static_cast<float>(*number);
    return;
  }
  if (!number || *number < 0) return add_fault(field, mismatch("a number from 0", cell));
  if (field == Field::kPopularity) movie_.popularity = static_cast<float>(*number);
  if (field == Field::kVoteCount) {
    constexpr double kMaxCount = 1e15;
    if (*number > kMaxCount || *number != std::floor(*number)) return add_fault(field, mismatch("a whole number from 0", cell));
    movie_.vote_count = static_cast<std::int64_t>(*number);
    knows_vote_count_ = true;
  }
  if (field == Field::kVoteAverage) {
    const double value = *number * style.scale;
    if (value > 10) return add_fault(field, mismatch(style.scale < 1 ? "a number from 0 to 100" : "a number from 0 to 10", cell));
    movie_.vote_average = static_cast<float>(value);
  }
}

void Draft::read_any_list(Field field, std::string_view cell, const CellStyle& style) {
  Names& names = field == Field::kGenres     ? genres_
                 : field == Field::kKeywords ? keywords_
                 : field == Field::kCast     ? cast_
                                             : directors_;
  const std::size_t before = names.size();
  read_list(field, cell, style.list);
  if (style.are_genre_ids)
    for (std::size_t i = before; i < names.size(); ++i) names[i] = tmdb_genre(names[i]);
  const auto is_no_name = [&](std::string_view name) {
    return is_missing_word(name) || textio::same_name(name, "false") || textio::same_name(name, "true") ||
           (field != Field::kKeywords && textio::same_name(name, "unknown"));
  };
  names.erase(std::remove_if(names.begin() + static_cast<std::ptrdiff_t>(before), names.end(), is_no_name), names.end());
  if (field == Field::kCast) names.resize(std::min(names.size(), cast_limit_));
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
