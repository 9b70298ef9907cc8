#include "json_output.hpp"

#include <algorithm>

namespace kinora::cli {
namespace {

Json movies_to_json(const std::vector<MovieName>& movies) {
  Json list = Json::array();
  for (const MovieName& movie : movies) list.push_back(movie_to_json(movie));
  return list;
}

Json guesses_to_json(const std::vector<GenreGuess>& genres) {
  Json list = Json::array();
  for (const GenreGuess& genre : genres)
    list.push_back({{"name", genre.name}, {"probability", genre.probability}, {"source", genre.source}});
  return list;
}

Json metrics_to_json(const BundleInfo& info) {
  Json metrics = Json::object();
  if (!info.classifier) return metrics;
  const ClassifierFigures& figures = *info.classifier;
  metrics = {{"micro_f1", figures.micro_f1},         {"macro_f1", figures.macro_f1},   {"samples_f1", figures.samples_f1},
             {"hamming_loss", figures.hamming_loss}, {"test_loss", figures.test_loss}, {"train_rows", figures.train_rows},
             {"test_rows", figures.test_rows},       {"honest", figures.honest},       {"model", figures.model}};
  metrics["calibration_error"] = figures.calibration_error ? Json(*figures.calibration_error) : Json(nullptr);
  metrics["cost"] = figures.cost;
  const BaselineFigures* better = better_baseline(figures);
  metrics["worse_than"] = better != nullptr ? Json(better->name) : Json(nullptr);
  metrics["genres"] = Json::array();
  for (const GenreFigures& genre : figures.genres)
    metrics["genres"].push_back({{"name", genre.name},
                                 {"precision", genre.precision},
                                 {"recall", genre.recall},
                                 {"f1", genre.f1},
                                 {"support", genre.support},
                                 {"threshold", genre.threshold}});
  metrics["baselines"] = Json::array();
  for (const BaselineFigures& baseline : figures.baselines)
    metrics["baselines"].push_back({{"name", baseline.name},
                                    {"micro_f1", baseline.micro_f1},
                                    {"macro_f1", baseline.macro_f1},
                                    {"samples_f1", baseline.samples_f1},
                                    {"genre_f1", baseline.genre_f1}});
  metrics["epoch_losses"] = figures.epoch_losses;
  return metrics;
}

}  // namespace

Json movie_to_json(const MovieName& movie) {
  return {{"id", movie.id}, {"title", movie.title}, {"year", year_to_json(movie.year)}};
}

Json year_to_json(std::int32_t year) { return year == kUnknownYear ? Json(nullptr) : Json(year); }

Json info_to_json(const BundleInfo& info) {
  Json json = {
      {"movies", info.movies},       {"documents", info.documents}, {"tokens", info.tokens}, {"vocabulary", info.vocabulary},
      {"dimension", info.dimension}, {"genres", info.genres},       {"recipe", info.recipe}, {"seed", info.seed}};
  json["metrics"] = metrics_to_json(info);
  json["doc2vec_losses"] = info.doc2vec_losses;
  json["timings_ms"] = Json::object();
  json["stage_peak_memory_mb"] = Json::object();
  for (const StageFigures& stage : info.stages) {
    json["timings_ms"][stage.name] = stage.milliseconds;
    json["stage_peak_memory_mb"][stage.name] = stage.peak_memory_mb;
  }
  json["peak_memory_mb"] = info.peak_memory_mb;
  json["best_known"] = movie_to_json(info.best_known);
  json["catalogue_format"] = info.format;
  json["rows_read"] = info.rows_read;
  json["rejected"] = Json::object();
  for (const auto& [reason, rows] : info.rejected_by_reason) json["rejected"][reason] = rows;
  json["predicted_genre_rows"] = info.predicted_genre_rows;
  json["inputs"] = Json::array();
  for (const InputFile& input : info.inputs)
    json["inputs"].push_back({{"path", input.path}, {"sha256", input.sha256}, {"bytes", input.bytes}});
  json["changes"] = {{"count", info.changes.count},
                     {"films_added", info.changes.films_added},
                     {"films_updated", info.changes.films_updated},
                     {"films_removed", info.changes.films_removed}};
  json["generation"] = info.generation;
  json["table"] = {{"name", info.table_name}, {"version", info.table_version}};
  return json;
}

Json build_to_json(const BuildSummary& summary, const std::vector<GenreExample>& examples) {
  Json json = info_to_json(summary.info);
  for (const ColumnUse& column : summary.ingest.columns)
    json["columns"].push_back(
        {{"column", column.column}, {"field", column.field}, {"note", column.note}, {"why_not", column.why_not}});
  for (const GenreExample& example : examples) {
    Json movie = movie_to_json(example.movie);
    movie["actual"] = example.actual;
    movie["predicted"] = example.predicted;
    json["examples"].push_back(movie);
  }
  return json;
}

Json similar_to_json(const SimilarAnswer& answer) {
  Json json = {{"query", movie_to_json(answer.liked.front())}};
  if (answer.liked.size() > 1) json["liked"] = movies_to_json(answer.liked);
  if (!answer.disliked.empty()) json["disliked"] = movies_to_json(answer.disliked);
  json["genres"] = guesses_to_json(answer.genres);
  json["where"] = answer.where ? Json(*answer.where) : Json(nullptr);
  json["score_scale"] = answer.score_scale;
  json["results"] = Json::array();
  for (const Recommendation& movie : answer.results) {
    Json reasons = Json::array();
    for (const Reason& reason : movie.reasons)
      reasons.push_back({{"kind", reason.kind}, {"text", reason.text}, {"weight", reason.weight}});
    Json result = {
        {"rank", movie.rank},     {"id", movie.id},       {"title", movie.title},         {"year", year_to_json(movie.year)},
        {"genres", movie.genres}, {"score", movie.score}, {"reasons", std::move(reasons)}};
    if (movie.genres_predicted) result["genres_predicted"] = true;
    json["results"].push_back(result);
  }
  json["notes"] = answer.notes;
  return json;
}

Json genres_to_json(const GenreAnswer& answer, std::size_t top) {
  Json json = {{"genres", Json::array()}};
  for (std::size_t i = 0; i < std::min(top, answer.genres.size()); ++i)
    json["genres"].push_back(
        {{"name", answer.genres[i].name}, {"probability", answer.genres[i].probability}, {"chosen", answer.genres[i].chosen}});
  json["known_words"] = answer.known_words;
  json["unknown_words"] = answer.unknown_words;
  return json;
}

Json titles_to_json(const std::vector<TitleAnswer>& answers) {
  Json list = Json::array();
  for (const TitleAnswer& answer : answers) {
    Json movie = movie_to_json(answer.movie);
    movie["genres"] = answer.genres;
    movie["vote_count"] = answer.vote_count;
    movie["match"] = answer.match;
    movie["similarity"] = answer.similarity;
    list.push_back(movie);
  }
  return {{"results", std::move(list)}};
}

}  // namespace kinora::cli
