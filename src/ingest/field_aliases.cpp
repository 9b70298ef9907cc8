#include "ingest/field_aliases.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace kinora::ingest {
namespace {

/// Names that other things than films have, too, come last; what a column holds decides (column_plan.hpp).
constexpr auto kAliases = std::to_array<FieldAlias>({
    {Field::kId, "id"},
    {Field::kId, "tmdbid"},
    {Field::kId, "movieid"},
    {Field::kId, "filmid"},
    {Field::kTitle, "title"},
    {Field::kTitle, "movietitle"},
    {Field::kTitle, "filmtitle"},
    {Field::kTitle, "seriestitle"},
    {Field::kTitle, "primarytitle"},
    {Field::kTitle, "moviename"},
    {Field::kTitle, "filmname"},
    {Field::kTitle, "movie"},
    {Field::kTitle, "film"},
    {Field::kTitle, "name"},
    {Field::kTitle, "names"},
    {Field::kTitle, "titles"},
    {Field::kTitle, "movies"},
    {Field::kOriginalTitle, "originaltitle"},
    {Field::kOriginalTitle, "origtitle"},
    {Field::kOriginalTitle, "originalname"},
    {Field::kYear, "year"},
    {Field::kYear, "releaseyear"},
    {Field::kYear, "releasedyear"},
    {Field::kYear, "yearofrelease"},
    {Field::kYear, "yearreleased"},
    {Field::kYear, "titleyear"},
    {Field::kYear, "movieyear"},
    {Field::kYear, "startyear"},
    {Field::kYear, "releasedate"},
    {Field::kYear, "originalreleasedate"},
    {Field::kYear, "releasedatetheaters"},
    {Field::kYear, "intheatersdate"},
    {Field::kYear, "dateofrelease"},
    {Field::kYear, "datereleased"},
    {Field::kYear, "datepublished"},
    {Field::kYear, "incinemas"},
    {Field::kYear, "premiered"},
    {Field::kYear, "released"},
    {Field::kYear, "release"},
    {Field::kYear, "datex"},
    {Field::kYear, "date"},
    {Field::kGenres, "genres"},
    {Field::kGenres, "genre"},
    {Field::kGenres, "moviegenre"},
    {Field::kGenres, "moviegenres"},
    {Field::kGenres, "genrenames"},
    {Field::kGenres, "genrelist"},
    {Field::kGenres, "listedin"},
    {Field::kGenres, "maingenre"},
    {Field::kGenres, "majorgenre"},
    {Field::kGenres, "categories"},
    {Field::kGenres, "category"},
    {Field::kGenres, "genreids"},
    {Field::kDirectors, "directors"},
    {Field::kDirectors, "director"},
    {Field::kDirectors, "directorname"},
    {Field::kDirectors, "directornames"},
    {Field::kDirectors, "directedby"},
    {Field::kDirectors, "moviedirector"},
    {Field::kCast, "cast"},
    {Field::kCast, "actors"},
    {Field::kCast, "actor"},
    {Field::kCast, "stars"},
    {Field::kCast, "star"},
    {Field::kCast, "starring"},
    {Field::kCast, "topcast"},
    {Field::kCast, "maincast"},
    {Field::kCast, "castmembers"},
    {Field::kCast, "leadactor"},
    {Field::kCast, "leadactors"},
    {Field::kCrew, "crew"},
    {Field::kKeywords, "keywords"},
    {Field::kKeywords, "keyword"},
    {Field::kKeywords, "plotkeywords"},
    {Field::kKeywords, "tags"},
    {Field::kOverview, "overview"},
    {Field::kOverview, "description"},
    {Field::kOverview, "plot"},
    {Field::kOverview, "synopsis"},
    {Field::kOverview, "summary"},
    {Field::kOverview, "plotsummary"},
    {Field::kOverview, "plotsynopsis"},
    {Field::kOverview, "storyline"},
    {Field::kOverview, "movieinfo"},
    {Field::kOverview, "moviedescription"},
    {Field::kOverview, "shortdescription"},
    {Field::kOverview, "longdescription"},
    {Field::kOverview, "extract"},
    {Field::kOverview, "outline"},
    {Field::kTagline, "tagline"},
    {Field::kTagline, "taglines"},
    {Field::kCollection, "collection"},
    {Field::kCollection, "belongstocollection"},
    {Field::kCollection, "franchise"},
    {Field::kLanguage, "language"},
    {Field::kLanguage, "originallanguage"},
    {Field::kLanguage, "origlang"},
    {Field::kLanguage, "lang"},
    {Field::kRuntime, "runtime"},
    {Field::kRuntime, "runtimeminutes"},
    {Field::kRuntime, "runtimemins"},
    {Field::kRuntime, "runtimemin"},
    {Field::kRuntime, "runtimeinminutes"},
    {Field::kRuntime, "duration"},
    {Field::kRuntime, "durationminutes"},
    {Field::kRuntime, "durationmins"},
    {Field::kRuntime, "durationmin"},
    {Field::kRuntime, "runningtime"},
    {Field::kRuntime, "runningtimemin"},
    {Field::kRuntime, "runningtimeminutes"},
    {Field::kRuntime, "length"},
    {Field::kRuntime, "lengthmin"},
    {Field::kRuntime, "lengthminutes"},
    {Field::kRuntime, "movielength"},
    {Field::kPopularity, "popularity"},
    {Field::kVoteAverage, "voteaverage"},
    {Field::kVoteAverage, "averagevote"},
    {Field::kVoteAverage, "avgvote"},
    {Field::kVoteAverage, "averagerating"},
    {Field::kVoteAverage, "avgrating"},
    {Field::kVoteAverage, "imdbrating"},
    {Field::kVoteAverage, "imdbscore"},
    {Field::kVoteAverage, "tmdbrating"},
    {Field::kVoteAverage, "tmdbscore"},
    {Field::kVoteAverage, "movierating"},
    {Field::kVoteAverage, "rating", true},
    {Field::kVoteAverage, "ratings", true},
    {Field::kVoteAverage, "score", true},
    {Field::kVoteAverage, "userscore", true},
    {Field::kVoteAverage, "userrating", true},
    {Field::kVoteAverage, "audiencerating", true},
    {Field::kVoteAverage, "audiencescore", true},
    {Field::kVoteCount, "votecount"},
    {Field::kVoteCount, "votecounts"},
    {Field::kVoteCount, "votes"},
    {Field::kVoteCount, "numvotes"},
    {Field::kVoteCount, "imdbvotes"},
    {Field::kVoteCount, "noofvotes"},
    {Field::kVoteCount, "numberofvotes"},
    {Field::kVoteCount, "numvotedusers"},
    {Field::kVoteCount, "totalvotes"},
    {Field::kVoteCount, "votescount"},
    {Field::kVoteCount, "ratingcount"},
    {Field::kVoteCount, "ratingscount"},
    {Field::kVoteCount, "ratingcounts"},
    {Field::kVoteCount, "numratings"},
    {Field::kVoteCount, "noofratings"},
    {Field::kVoteCount, "numberofratings"},
    {Field::kVoteCount, "audiencecount"},
    {Field::kVoteCount, "audienceratingcount"},
    {Field::kImdbId, "imdbid"},
    {Field::kImdbId, "imdbtitleid"},
    {Field::kImdbId, "const"},
    {Field::kImdbId, "tconst"},
    {Field::kImdbId, "titleid"},
    {Field::kImdbId, "imdb"},
    {Field::kImdbId, "movieimdblink"},
    {Field::kImdbId, "imdblink"},
    {Field::kImdbId, "imdburl"},
});

std::optional<Field> field_of_plain(std::string_view name) {
  for (const FieldAlias& alias : kAliases)
    if (alias.name == name) return alias.field;
  return std::nullopt;
}

}  // namespace

std::string plain_name(std::string_view column) {
  std::string plain;
  for (const char c : column) {
    if (c >= 'A' && c <= 'Z') plain += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) plain += c;
  }
  return plain;
}

std::span<const FieldAlias> field_aliases() { return kAliases; }

NumberedName numbered_name(std::string_view column) {
  std::string plain = plain_name(column);
  if (plain.ends_with("name")) plain.resize(plain.size() - 4);
  const std::size_t letters = plain.find_last_not_of("0123456789") + 1;
  constexpr std::size_t kMaxDigits = 2;
  if (letters == 0 || letters == plain.size() || plain.size() - letters > kMaxDigits) return {};
  return {.base = plain.substr(0, letters), .number = static_cast<std::size_t>(std::stoul(plain.substr(letters)))};
}

bool names_titles(std::string_view column) {
  constexpr std::array<std::string_view, 5> kTitles = {"title", "movietitle", "filmtitle", "seriestitle", "primarytitle"};
  return std::find(kTitles.begin(), kTitles.end(), plain_name(column)) != kTitles.end();
}

bool name_films(std::span<const std::string> columns) {
  bool has_title = false;
  bool has_other = false;
  for (const std::string& column : columns) {
    const auto field = field_of_plain(plain_name(column));
    if (!field) continue;
    if (*field == Field::kTitle && !has_title) {
      has_title = true;
    } else if (*field != Field::kTitle) {
      has_other = true;
    }
  }
  return has_title && has_other;
}

}  // namespace kinora::ingest
