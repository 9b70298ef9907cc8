// MovieLens in its three forms: movies.csv (latest, 10M..32M), movies.dat (1M, 10M) and u.item (100K).
#include "ingest/movielens_title.hpp"
#include "ingest/source.hpp"
#include "textio/table_header.hpp"
#include "textio/words.hpp"

#include <array>

namespace kinora::ingest {
namespace {

constexpr std::string_view kNoGenres = "(no genres listed)";
constexpr ListStyle kStyle{.json_first = false, .separator = "|"};

/// The flags of u.item, after its five text fields.
constexpr std::array<std::string_view, 19> kGenresOf100k = {
    "unknown",   "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime",    "Documentary", "Drama",  "Fantasy",
    "Film-Noir", "Horror", "Musical",   "Mystery",   "Romance",    "Sci-Fi", "Thriller", "War",         "Western"};

void read_film(std::string_view id, std::string_view title, Draft& draft) {
  draft.read(Field::kId, id, kStyle);
  const MovieLensTitle parsed = parse_movielens_title(title, draft.arena());
  draft.set_title(parsed.title);
  draft.set_year(parsed.year);
}

void read_genres(std::string_view genres, Draft& draft) {
  if (textio::trim(genres) != kNoGenres) draft.read(Field::kGenres, genres, kStyle);
}

}  // namespace

Result<RowCount> read_movielens(const SourceContext& context, const textio::TableHeader& header) {
  const std::size_t id = header.find("movieId").value();
  const std::size_t title = header.find("title").value();
  const std::size_t genres = header.find("genres").value();
  Draft draft(context.options.cast_limit);
  const auto handle = [&](const textio::CsvRecord& record, const RecordPlace& place) {
    draft.clear();
    read_film(draft.text_of(record.fields[id]), draft.text_of(record.fields[title]), draft);
    read_genres(draft.text_of(record.fields[genres]), draft);
    context.builder.add(draft, place);
  };
  return read_table(context.input, {.dialect = header.dialect, .width = header.column_count}, context.progress, context.log,
                    handle);
}

Result<RowCount> read_movielens_1m(const SourceContext& context) {
  constexpr std::string_view kBetween = "::";
  Draft draft(context.options.cast_limit);
  const auto handle = [&](const textio::CsvRecord& record, const RecordPlace& place) {
    const std::string_view line = record.fields.front().raw;
    const std::size_t first = line.find(kBetween);
    const std::size_t last = line.rfind(kBetween);  // a title may hold "::", genres do not
    if (first == last) {
      const std::string found = first == std::string_view::npos ? "1" : "2";
      return context.log.reject(place, RecordFault::kFields, "expected 3 fields between '::', found " + found);
    }
    const std::size_t title = first + kBetween.size();
    draft.clear();
    read_film(line.substr(0, first), line.substr(title, last - title), draft);
    read_genres(line.substr(last + kBetween.size()), draft);
    context.builder.add(draft, place);
  };
  // A delimiter that no text holds: every line is one field.
  const TableShape shape{.dialect = {.delimiter = '\0', .quoting = false}, .width = 1, .has_header = false};
  return read_table(context.input, shape, context.progress, context.log, handle);
}

Result<RowCount> read_movielens_100k(const SourceContext& context) {
  constexpr std::size_t kTextFields = 5;
  Draft draft(context.options.cast_limit);
  const auto handle = [&](const textio::CsvRecord& record, const RecordPlace& place) {
    draft.clear();
    read_film(record.fields[0].raw, record.fields[1].raw, draft);
    for (std::size_t i = 1; i < kGenresOf100k.size(); ++i)
      if (record.fields[kTextFields + i].raw == "1") draft.add_genre(kGenresOf100k[i]);
    context.builder.add(draft, place);
  };
  const TableShape shape{
      .dialect = {.delimiter = '|', .quoting = false}, .width = kTextFields + kGenresOf100k.size(), .has_header = false};
  return read_table(context.input, shape, context.progress, context.log, handle);
}

}  // namespace kinora::ingest
