// TMDB 5000: tmdb_5000_movies.csv, whose list cells are JSON and which holds its keywords.
#include "ingest/source.hpp"
#include "textio/table_header.hpp"

#include <array>

namespace kinora::ingest {
namespace {

constexpr std::array<NamedField, 14> kTmdb5000Columns = {{
    {"id", Field::kId},
    {"title", Field::kTitle},
    {"original_title", Field::kOriginalTitle},
    {"release_date", Field::kYear},
    {"genres", Field::kGenres},
    {"keywords", Field::kKeywords},
    {"overview", Field::kOverview},
    {"tagline", Field::kTagline},
    {"imdb_id", Field::kImdbId},
    {"original_language", Field::kLanguage},
    {"runtime", Field::kRuntime},
    {"popularity", Field::kPopularity},
    {"vote_average", Field::kVoteAverage},
    {"vote_count", Field::kVoteCount},
}};

}  // namespace

Result<RowCount> read_tmdb5000(const SourceContext& context, const textio::TableHeader& header) {
  return read_columns(context, header, find_columns(header, kTmdb5000Columns), {.json_first = true, .separator = ","});
}

}  // namespace kinora::ingest
