#include "ingest/genre_ids.hpp"

#include <array>

namespace kinora::ingest {
namespace {

struct GenreId {
  std::string_view id;
  std::string_view name;
};

constexpr auto kTmdbGenres = std::to_array<GenreId>({
    {"12", "Adventure"},  {"14", "Fantasy"},     {"16", "Animation"},        {"18", "Drama"},       {"27", "Horror"},
    {"28", "Action"},     {"35", "Comedy"},      {"36", "History"},          {"37", "Western"},     {"53", "Thriller"},
    {"80", "Crime"},      {"99", "Documentary"}, {"878", "Science Fiction"}, {"9648", "Mystery"},   {"10402", "Music"},
    {"10749", "Romance"}, {"10751", "Family"},   {"10752", "War"},           {"10770", "TV Movie"},
});

}  // namespace

std::string_view tmdb_genre(std::string_view id) {
  for (const GenreId& genre : kTmdbGenres)
    if (genre.id == id) return genre.name;
  return {};
}

}  // namespace kinora::ingest
