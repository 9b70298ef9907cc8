#include "ingest/formats.hpp"

#include "base/try.hpp"
#include "ingest/field_aliases.hpp"
#include "ingest/records.hpp"
#include "textio/excerpt.hpp"
#include "textio/json_members.hpp"
#include "textio/numbers.hpp"
#include "textio/table_header.hpp"
#include "textio/words.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace kinora::ingest {
namespace {

using TableReader = Result<RowCount> (*)(const SourceContext&, const textio::TableHeader&);

constexpr std::size_t kMaxRequired = 6;

/// A form is recognised if all these columns are there, in any order, among any others.
struct KnownTable {
  std::string_view name;
  std::string_view description;
  std::array<std::string_view, kMaxRequired> required;
  bool may_have_tmdb_ids;
  TableReader read;
};

constexpr std::array<KnownTable, 5> kKnownTables = {{
    {"kaggle",
     "Kaggle's movies_metadata.csv",
     {"id", "title", "genres", "release_date", "belongs_to_collection"},
     true,
     read_kaggle},
    {"kaggle", "", {"tmdb_id", "title", "genres", "release_date", "belongs_to_collection"}, true, read_kaggle},
    {"tmdb5000", "tmdb_5000_movies.csv", {"id", "title", "genres", "release_date", "keywords"}, true, read_tmdb5000},
    {"movielens", "MovieLens' movies.csv", {"movieId", "title", "genres"}, false, read_movielens},
    {"imdb", "IMDb's title.basics.tsv", {"tconst", "titleType", "primaryTitle", "genres"}, false, read_imdb},
}};

/// Files that lie beside catalogues and are taken for one.
struct KnownOther {
  std::array<std::string_view, kMaxRequired> required;
  bool may_hold_titles;  // it is recognised before a generic table
  std::string_view what;
  std::string_view next_step;
};

constexpr std::array<KnownOther, 9> kKnownOthers = {{
    {{"userId", "movieId", "rating"}, true, "ratings, no catalogue", "Pass movies.csv or movies_metadata.csv"},
    {{"userId", "movieId", "tag"}, true, "tags, no catalogue", "Pass movies.csv"},
    {{"movieId", "imdbId", "tmdbId"}, false, "links between ids, no catalogue", "Pass movies.csv or movies_metadata.csv"},
    {{"movie_id", "cast", "crew"}, true, "credits, no catalogue", "Pass tmdb_5000_movies.csv, and this with --credits"},
    {{"cast", "crew"}, false, "credits, no catalogue", "Pass movies_metadata.csv, and this with --credits"},
    {{"id", "keywords"}, false, "keywords, no catalogue", "Pass movies_metadata.csv, and this with --keywords"},
    {{"tconst", "averageRating", "numVotes"}, false, "IMDb's ratings, no catalogue", "Pass title.basics.tsv"},
    {{"Date", "Name", "Letterboxd URI"},
     true,
     "somebody's Letterboxd films, no catalogue",
     "Pass a catalogue such as movies.csv"},
    {{"Const", "Your Rating"}, true, "somebody's IMDb ratings, no catalogue", "Pass a catalogue such as title.basics.tsv"},
}};

bool has_all(const textio::TableHeader& header, std::span<const std::string_view> required) {
  return std::all_of(required.begin(), required.end(),
                     [&](std::string_view name) { return name.empty() || header.find(name).has_value(); });
}

std::string known_forms() {
  std::string text = "the header of ";
  for (const KnownTable& known : kKnownTables) {
    if (known.description.empty()) continue;
    text += std::string(known.description) + " (";
    for (std::size_t i = 0; i < kMaxRequired && !known.required[i].empty(); ++i)
      text += (i == 0 ? "" : ", ") + std::string(known.required[i]);
    text += "), ";
  }
  text += "or a column title beside any of ";
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    if (field == Field::kTitle || field == Field::kCrew) continue;
    text += (i == 0 ? "" : ", ") + std::string(name_of(field));
  }
  return text;
}

tl::unexpected<Error> unknown_format(const textio::InputText& input, std::string what, std::string found,
                                     std::string_view next_step) {
  return fail({.code = ErrorCode::kFormatUnknown,
               .what = std::move(what),
               .where = input.path(),
               .expected = known_forms(),
               .found = std::move(found),
               .next_step = std::string(next_step)});
}

constexpr std::string_view kOneObjectALine = "Write one JSON object a line, or one array of objects";
constexpr std::string_view kMapColumns =
    "Say in a recipe which column holds what: [catalogue.columns], title = \"...\", genres = \"...\", id = \"...\"";

std::string_view first_line(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of("\r\n"), text.size());
  return text.substr(begin, text.find_first_of("\r\n", begin) - begin);
}

bool is_movielens_1m(std::string_view line) {
  const std::size_t first = line.find("::");
  return first != std::string_view::npos && line.rfind("::") > first && textio::parse_integer(line.substr(0, first)).has_value();
}

bool is_movielens_100k(std::string_view line) {
  constexpr auto kBars = 23;
  return std::count(line.begin(), line.end(), '|') == kBars && textio::parse_integer(line.substr(0, line.find('|'))).has_value();
}

/// A column may well be called "[notes]".
bool is_json_array(std::string_view line) {
  if (!line.starts_with('[')) return false;
  const std::string_view rest = textio::trim(line.substr(1));
  return rest.empty() || rest.starts_with('{');
}

Format generic_format(std::string name, RecordSource source) {
  return {.name = std::move(name),
          .read = [source = std::move(source)](const SourceContext& context) { return read_generic(context, source); }};
}

/// An object may leave out all that it does not know: a title is enough, if it is called so.
bool has_film_keys(const std::vector<std::string>& keys) {
  return name_films(keys) || std::any_of(keys.begin(), keys.end(), names_titles);
}

Result<Format> recognise_json(const textio::InputText& input, std::string_view line, const ColumnMapping& mapping) {
  std::pmr::monotonic_buffer_resource arena;
  bool has_title = false;
  const auto first = textio::for_each_member(
      line, arena, [&](const textio::JsonMember& member) { has_title = has_title || names_titles(member.key); });
  // A line by itself may be an answer that holds films.
  const auto span = first && (has_title || mapping.any()) ? std::nullopt : find_json_records(input.text());
  if (!first && !span) return unknown_format(input, "it starts like JSON and is none", first.error().detail, kOneObjectALine);
  RecordSource source = span ? json_value_records(input, span->begin, span->end) : json_line_records(input);
  if (!mapping.any() && !has_film_keys(source.columns))
    return unknown_format(input, "no known form of catalogue has these keys", list_columns(source.columns), kMapColumns);
  return generic_format(span ? "json" : "jsonl", std::move(source));
}

Result<Format> recognise_xml(const textio::InputText& input) {
  if (input.text().find("<movie>") != std::string_view::npos) return Format{.name = "nfo", .read = read_kodi_nfo};
  return unknown_format(input, "this XML holds no films", textio::excerpt(first_line(input.text())),
                        "Pass an NFO file of a film (with <movie>), or Kodi's export videodb.xml");
}

Format table_format(std::string name, bool may_have_tmdb_ids, TableReader read, textio::TableHeader header) {
  return {.name = std::move(name),
          .may_have_tmdb_ids = may_have_tmdb_ids,
          .read = [read, header = std::move(header)](const SourceContext& context) { return read(context, header); }};
}

}  // namespace

std::string list_columns(const std::vector<std::string>& columns) {
  constexpr std::size_t kListed = 40;
  std::string text = "the columns ";
  for (std::size_t i = 0; i < std::min(kListed, columns.size()); ++i) text += (i == 0 ? "" : ", ") + textio::excerpt(columns[i]);
  if (columns.size() > kListed) text += " and " + std::to_string(columns.size() - kListed) + " more";
  return text;
}

tl::unexpected<Error> unknown_column(const textio::InputText& input, std::string_view name,
                                     const std::vector<std::string>& columns) {
  return fail({.code = ErrorCode::kFormatUnknown,
               .what = "the recipe maps a column that is not there",
               .where = input.path(),
               .expected = "a column " + textio::excerpt(name),
               .found = list_columns(columns),
               .next_step = "Change it in the recipe's section [catalogue.columns]"});
}

Result<Format> recognise(const textio::InputText& input, const ColumnMapping& mapping) {
  const std::string_view line = first_line(input.text());
  if (line.starts_with('{') || is_json_array(line)) return recognise_json(input, line, mapping);
  if (line.starts_with('<')) return recognise_xml(input);
  if (!mapping.any() && is_movielens_1m(line))
    return Format{.name = "movielens", .may_have_tmdb_ids = false, .read = read_movielens_1m};
  if (!mapping.any() && is_movielens_100k(line))
    return Format{.name = "movielens", .may_have_tmdb_ids = false, .read = read_movielens_100k};

  KINORA_TRY(textio::TableHeader header, textio::read_header(input));
  const std::string generic = header.dialect.delimiter == '\t' ? "tsv" : "csv";
  if (mapping.any()) return generic_format(generic, table_records(input, header));
  for (const KnownTable& known : kKnownTables)
    if (has_all(header, known.required))
      return table_format(std::string(known.name), known.may_have_tmdb_ids, known.read, std::move(header));
  const bool is_generic = name_films(header.columns);
  for (const KnownOther& other : kKnownOthers)
    if (has_all(header, other.required) && (other.may_hold_titles || !is_generic))
      return fail({.code = ErrorCode::kFormatUnknown,
                   .what = "this file holds " + std::string(other.what),
                   .where = input.path(),
                   .expected = "a file of films",
                   .found = list_columns(header.columns),
                   .next_step = std::string(other.next_step)});
  if (is_generic) return generic_format(generic, table_records(input, header));
  return unknown_format(input, "no known form of catalogue has this header", list_columns(header.columns), kMapColumns);
}

}  // namespace kinora::ingest
