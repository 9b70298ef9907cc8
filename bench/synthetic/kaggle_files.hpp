#pragma once

#include "synthetic/film_source.hpp"

#include <string>
#include <string_view>

namespace kinora::synthetic {

inline constexpr std::string_view kMoviesHeader =
    "adult,belongs_to_collection,budget,genres,homepage,id,imdb_id,original_language,original_title,overview,popularity,poster_"
    "path,"
    "production_companies,production_countries,release_date,revenue,runtime,spoken_languages,status,tagline,title,video,vote_"
    "average,"
    "vote_count\n";
inline constexpr std::string_view kKeywordsHeader = "id,keywords\n";

/// Appends a film as a record of movies_metadata.csv: 24 columns, lists as Python literals.
void append_movie_record(const Film& film, std::string& out);
/// Appends its record of keywords.csv.
void append_keywords_record(const Film& film, std::string& out);

}  // namespace kinora::synthetic
