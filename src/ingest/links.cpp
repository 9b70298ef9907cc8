#include "base/try.hpp"
#include "ingest/formats.hpp"
#include "ingest/rating_rows.hpp"
#include "ingest/scalar_cells.hpp"
#include "ingest/table.hpp"
#include "textio/excerpt.hpp"
#include "textio/numbers.hpp"
#include "textio/table_header.hpp"
#include "textio/value_cursor.hpp"
#include "textio/words.hpp"

#include <string>
#include <string_view>
#include <unordered_set>

namespace kinora::ingest {
namespace {

struct LinkColumns {
  std::size_t movie = 0;
  std::optional<std::size_t> imdb, tmdb;
};

Result<LinkColumns> find_link_columns(const textio::InputText& input, const textio::TableHeader& header) {
  const auto movie = header.find("movieId");
  const LinkColumns columns{.movie = movie.value_or(0), .imdb = header.find("imdbId"), .tmdb = header.find("tmdbId")};
  if (movie && (columns.imdb || columns.tmdb)) return columns;
  const bool is_ratings = movie && header.find("userId") && header.find("rating");
  return fail({.code = ErrorCode::kFormatUnknown,
               .what = is_ratings ? "this file holds ratings, no links between ids" : "no file of links has this header",
               .where = input.path(),
               .expected = "the columns movieId, imdbId and tmdbId of MovieLens' links.csv",
               .found = list_columns(header.columns),
               .next_step = "Pass links.csv of the same data set as the ratings"});
}

/// Reads the rows of links.csv; a film's first row counts.
class LinkTaker {
 public:
  LinkTaker(const LinkColumns& columns, RejectionLog& log, std::vector<MovieLink>& links)
      : columns_(columns), log_(log), links_(links) {}

  void take(const textio::CsvRecord& record, const RecordPlace& place) {
    const std::string_view cell = record.fields[columns_.movie].raw;
    const auto movie = textio::parse_integer(cell);
    if (!movie) return log_.reject(place, RecordFault::kId, "expected a whole number, found " + textio::excerpt(cell));
    if (!seen_.insert(*movie).second)
      return log_.reject(place, RecordFault::kDuplicateId, "the film " + std::to_string(*movie) + " has a row above");
    MovieLink link{.movie = *movie, .imdb = {}, .tmdb = {}};
    if (columns_.imdb) link.imdb = read(record, *columns_.imdb, parse_imdb_number, Field::kImdbId, place);
    if (columns_.tmdb) link.tmdb = read(record, *columns_.tmdb, textio::parse_integer, Field::kId, place);
    links_.push_back(link);
  }

 private:
  using Parse = std::optional<std::int64_t> (*)(std::string_view);

  std::optional<std::int64_t> read(const textio::CsvRecord& record, std::size_t column, Parse parse, Field field,
                                   const RecordPlace& place) {
    const std::string_view cell = record.fields[column].raw;
    const auto id = parse(cell);
    if (!id && !textio::trim(cell).empty())
      log_.pass_over(place, field, "expected a whole number, found " + textio::excerpt(cell));
    return id;
  }

  LinkColumns columns_;
  RejectionLog& log_;
  std::vector<MovieLink>& links_;
  std::unordered_set<std::int64_t> seen_;
};

}  // namespace

Result<std::uint64_t> read_link_rows(const textio::InputText& input, RejectionLog& log, textio::ReadProgress& progress,
                                     std::vector<MovieLink>& links) {
  KINORA_TRY(const textio::TableHeader header, textio::read_header(input));
  KINORA_TRY(const LinkColumns columns, find_link_columns(input, header));
  LinkTaker taker(columns, log, links);
  const auto handle = [&](const textio::CsvRecord& record, const RecordPlace& place) { taker.take(record, place); };
  return read_table(input, {.dialect = header.dialect, .width = header.column_count}, progress, log, handle);
}

}  // namespace kinora::ingest
