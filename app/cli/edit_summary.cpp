#include "edit_summary.hpp"

#include "terminal.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <string_view>

namespace kinora::cli {
namespace {

constexpr std::size_t kListedFilms = 20;

std::string named(const MovieName& movie) {
  const std::string title = printable(movie.title);
  return movie.year == kUnknownYear ? title : fmt::format("{} ({})", title, movie.year);
}

std::string films(std::size_t count) { return counted(count, "film"); }

std::string film_line(std::string_view what, const MovieName& movie, const std::string& remark) {
  return fmt::format("  {:<9}{:>9}  ", what, movie.id) +
         clip(named(movie) + remark, std::max<std::size_t>(terminal_width(), 60) - 22) + '\n';
}

std::string more_films(std::size_t count) {
  return count > kListedFilms ? fmt::format("  and {} more\n", grouped(count - kListedFilms)) : "";
}

std::string genres_of(const AddedMovie& movie) {
  std::string text;
  for (const std::string& name : movie.genres) text += (text.empty() ? ": " : ", ") + printable(name);
  return text + (movie.genres_predicted ? " (predicted)" : "") +
         (movie.known_words == 0 ? "; no word is known to the model" : "");
}

std::string closing(const BundleInfo& info, const std::string& bundle) {
  return fmt::format("{} holds {}\n", printable(bundle), films(info.movies));
}

/// The bundle as it is after the change.
void note_bundle(Json& json, const BundleInfo& info, const std::vector<StageFigures>& stages) {
  json["bundle"] = {{"movies", info.movies},
                    {"generation", info.generation},
                    {"table", {{"name", info.table_name}, {"version", info.table_version}}}};
  json["timings_ms"] = Json::object();
  for (const StageFigures& stage : stages) json["timings_ms"][stage.name] = stage.milliseconds;
}

}  // namespace

std::string add_summary_text(const AddSummary& summary, const std::string& bundle) {
  std::string text = fmt::format("{} added, {} updated", films(summary.added), grouped(summary.updated));
  if (summary.predicted_genre_rows > 0) text += fmt::format(", genres predicted for {}", grouped(summary.predicted_genre_rows));
  text += '\n';
  for (std::size_t i = 0; i < std::min(summary.movies.size(), kListedFilms); ++i) {
    const AddedMovie& added = summary.movies[i];
    text += film_line(added.updated ? "updated" : "added", added.movie, genres_of(added));
  }
  text += more_films(summary.movies.size());
  for (const auto& [reason, rows] : summary.ingest.rejected_by_reason)
    text += fmt::format("{} rejected for {}\n", counted(rows, "record"), reason);
  return text + closing(summary.info, bundle);
}

Json add_to_json(const AddSummary& summary) {
  Json json = {{"added", summary.added},
               {"updated", summary.updated},
               {"catalogue_format", summary.ingest.format},
               {"rows_read", summary.ingest.rows_read}};
  json["rejected"] = Json::object();
  for (const auto& [reason, rows] : summary.ingest.rejected_by_reason) json["rejected"][reason] = rows;
  json["predicted_genre_rows"] = summary.predicted_genre_rows;
  json["tokens"] = summary.tokens;
  json["known_tokens"] = summary.known_tokens;
  json["movies"] = Json::array();
  for (const AddedMovie& added : summary.movies) {
    Json movie = movie_to_json(added.movie);
    movie["updated"] = added.updated;
    movie["genres"] = added.genres;
    movie["genres_predicted"] = added.genres_predicted;
    movie["known_words"] = added.known_words;
    json["movies"].push_back(movie);
  }
  note_bundle(json, summary.info, summary.stages);
  return json;
}

std::string remove_summary_text(const RemoveSummary& summary, const std::string& bundle) {
  std::string text = films(summary.movies.size()) + " removed\n";
  for (std::size_t i = 0; i < std::min(summary.movies.size(), kListedFilms); ++i)
    text += film_line("removed", summary.movies[i], "");
  return text + more_films(summary.movies.size()) + closing(summary.info, bundle);
}

Json remove_to_json(const RemoveSummary& summary) {
  Json json = {{"removed", summary.movies.size()}, {"movies", Json::array()}};
  for (const MovieName& movie : summary.movies) json["movies"].push_back(movie_to_json(movie));
  note_bundle(json, summary.info, summary.stages);
  return json;
}

}  // namespace kinora::cli
