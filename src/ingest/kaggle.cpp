// Kaggle's "The Movies Dataset": movies_metadata.csv, whose list cells are Python literals.
#include "ingest/source.hpp"
#include "textio/table_header.hpp"

#include <array>

namespace kinora::ingest {
namespace {

constexpr std::array<NamedField, 15> kKaggleColumns = {{
    {"id", Field::kId},
    {"tmdb_id", Field::kId},
    {"title", Field::kTitle},
    {"original_title", Field::kOriginalTitle},
    {"release_date", Field::kYear},
    {"genres", Field::kGenres},
    {"belongs_to_collection", Field::kCollection},
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

Result<RowCount> read_kaggle(const SourceContext& context, const textio::TableHeader& header) {
  return read_columns(context, header, find_columns(header, kKaggleColumns), {.json_first = false, .separator = ","});
}

}  // namespace kinora::ingest
