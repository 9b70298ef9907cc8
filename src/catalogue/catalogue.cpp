#include "kinora/catalogue/catalogue.hpp"

#include "base/check.hpp"

namespace kinora {
namespace {

std::string only_name(const LabelColumn& column, std::size_t row) {
  const auto labels = column[row];
  return labels.empty() ? std::string() : std::string(column.name(labels.front()));
}

}  // namespace

void Catalogue::append(const MovieView& movie, std::uint32_t source_row) {
  ids.push_back(movie.id);
  source_rows.push_back(source_row);
  titles.append(movie.title);
  original_titles.append(movie.original_title);
  overviews.append(movie.overview);
  taglines.append(movie.tagline);
  imdb_ids.append(movie.imdb_id);
  years.push_back(movie.year);
  genres.append(movie.genres);
  keywords.append(movie.keywords);
  directors.append(movie.directors);
  cast.append(movie.cast);
  collections.append(std::span(&movie.collection, 1));
  languages.append(std::span(&movie.language, 1));
  runtimes_minutes.push_back(movie.runtime_minutes);
  popularities.push_back(movie.popularity);
  vote_averages.push_back(movie.vote_average);
  vote_counts.push_back(movie.vote_count);
}

void Catalogue::append(const Movie& movie, std::uint32_t source_row) {
  const auto views = [](const std::vector<std::string>& names) {
    return std::vector<std::string_view>(names.begin(), names.end());
  };
  const auto genre_views = views(movie.genres);
  const auto keyword_views = views(movie.keywords);
  const auto director_views = views(movie.directors);
  const auto cast_views = views(movie.cast);
  append(MovieView{.id = movie.id,
                   .title = movie.title,
                   .original_title = movie.original_title,
                   .overview = movie.overview,
                   .tagline = movie.tagline,
                   .imdb_id = movie.imdb_id,
                   .year = movie.year,
                   .genres = genre_views,
                   .keywords = keyword_views,
                   .directors = director_views,
                   .cast = cast_views,
                   .collection = movie.collection,
                   .language = movie.language,
                   .runtime_minutes = movie.runtime_minutes,
                   .popularity = movie.popularity,
                   .vote_average = movie.vote_average,
                   .vote_count = movie.vote_count},
         source_row);
}

Movie Catalogue::movie(std::size_t row) const {
  KINORA_CHECK(row < size(), row, size());
  return {.id = ids[row],
          .title = std::string(titles[row]),
          .original_title = std::string(original_titles[row]),
          .overview = std::string(overviews[row]),
          .tagline = std::string(taglines[row]),
          .imdb_id = std::string(imdb_ids[row]),
          .year = years[row],
          .genres = genres.names(row),
          .keywords = keywords.names(row),
          .directors = directors.names(row),
          .cast = cast.names(row),
          .collection = only_name(collections, row),
          .language = only_name(languages, row),
          .runtime_minutes = runtimes_minutes[row],
          .popularity = popularities[row],
          .vote_average = vote_averages[row],
          .vote_count = vote_counts[row]};
}

}  // namespace kinora
