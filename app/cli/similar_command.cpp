#include "commands.hpp"
#include "json_output.hpp"
#include "kinora/engine/engine.hpp"
#include "movie_list.hpp"
#include "terminal.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kinora::cli {
namespace {

struct SimilarOptions {
  std::string bundle;
  std::vector<std::string> titles;
  std::vector<std::int64_t> ids;
  std::optional<std::int32_t> year;
  std::vector<std::string> disliked;
  std::string exclude_file;
  std::size_t k = 10;
  std::string where;
  std::string metric = "cosine";
  std::optional<double> taste;
  double diversity = 0;
  bool explain = false;
  bool json = false;
};

Result<SimilarRequest> make_request(const SimilarOptions& options) {
  SimilarRequest request;
  request.k = options.k;
  request.where = options.where;
  const Result<Metric> metric = parse_metric(options.metric);
  if (!metric) return fail(metric.error());
  request.metric = *metric;
  request.taste = options.taste;
  request.diversity = options.diversity;
  for (const std::int64_t id : options.ids) request.liked.push_back({.id = id, .title = {}, .year = {}});
  for (const std::string& title : options.titles) request.liked.push_back({.id = {}, .title = title, .year = options.year});
  for (const std::string& title : options.disliked) request.disliked.push_back({.id = {}, .title = title, .year = {}});
  for (const auto* titles : {&options.titles, &options.disliked})
    for (const std::string& title : *titles)
      if (title.find_first_not_of(" \t\r\n") == std::string::npos)
        return fail({.code = ErrorCode::kInvalidArgument, .what = "a title is empty", .expected = "at least one word"});
  if (options.year && options.titles.size() != 1)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "a year belongs to one title",
                 .where = "--year",
                 .expected = "one title",
                 .found = std::to_string(options.titles.size()) + " titles",
                 .next_step = "Name the films by --id instead"});
  if (!options.exclude_file.empty()) {
    Result<std::vector<MovieReference>> excluded = read_movie_list(options.exclude_file);
    if (!excluded) return fail(excluded.error());
    request.excluded = *std::move(excluded);
  }
  return request;
}

std::string genre_text(const std::vector<std::string>& genres, bool predicted) {
  std::string text;
  for (const std::string& genre : genres) text += (text.empty() ? "" : ", ") + genre;
  return printable(predicted && !text.empty() ? text + " (predicted)" : text);
}

std::string name_text(std::string_view title, std::int32_t year) {
  return printable(title) + (year == kUnknownYear ? "" : " (" + std::to_string(year) + ")");
}

void print_question(const SimilarAnswer& answer) {
  std::string liked;
  for (const MovieName& movie : answer.liked) liked += (liked.empty() ? "" : " and ") + name_text(movie.title, movie.year);
  std::string genres;
  for (const GenreGuess& genre : answer.genres) {
    genres += (genres.empty() ? "" : ", ") + printable(genre.name);
    if (genre.source == "predicted") genres += fmt::format(" {:.2f}", genre.probability);
  }
  if (!genres.empty() && answer.genres.front().source == "predicted") genres += ", predicted";
  fmt::print("{}{}\n", bold("Films like " + liked), genres.empty() ? "" : dim("  " + genres));
  if (answer.where) fmt::print("{}\n", dim("where " + printable(*answer.where)));
  for (const std::string& note : answer.notes) fmt::print("note: {}\n", printable(note));
  fmt::print("{}\n\n", dim("score: " + answer.score_scale));
}

/// As wide as the widest name, if that leaves a third of the line to the genres.
std::size_t name_columns(const SimilarAnswer& answer, std::size_t line) {
  std::size_t widest = 0;
  for (const Recommendation& movie : answer.results) widest = std::max(widest, display_width(name_text(movie.title, movie.year)));
  return std::min(widest, (line - 14) * 2 / 3);
}

/// Reasons that would print as 0.000 are left out; --json has them all.
constexpr double kLeastShown = 0.0005;

void print_results(const SimilarAnswer& answer, bool explain) {
  const std::size_t width = std::max<std::size_t>(std::min<std::size_t>(terminal_width(), 120), 60);
  const std::size_t name_width = name_columns(answer, width);
  for (const Recommendation& movie : answer.results) {
    const std::string name = fit(name_text(movie.title, movie.year), name_width);
    fmt::print("{:>4}  {:>6.3f}  {}  {}\n", movie.rank, movie.score, explain ? bold(name) : name,
               dim(clip(genre_text(movie.genres, movie.genres_predicted), width - name_width - 16)));
    if (!explain) continue;
    for (const Reason& reason : movie.reasons)
      if (std::abs(reason.weight) >= kLeastShown)
        fmt::print("      {:>+6.3f}  {:<11}{}\n", reason.weight, reason.kind, dim(clip(printable(reason.text), width - 26)));
    fmt::print("\n");
  }
}

Result<void> run_similar(const SimilarOptions& options) {
  const Result<SimilarRequest> request = make_request(options);
  if (!request) return fail(request.error());
  const Result<Engine> engine = Engine::open(options.bundle);
  if (!engine) return fail(engine.error());
  const Result<SimilarAnswer> answer = engine->similar(*request);
  if (!answer) return fail(answer.error());
  if (options.json) {
    print_json(similar_to_json(*answer));
    return {};
  }
  print_question(*answer);
  print_results(*answer, options.explain);
  return {};
}

}  // namespace

void add_similar(const Command& app) {
  auto options = std::make_shared<SimilarOptions>();
  Command command = app.add_command("similar", "Films like one or several others");
  command.option("BUNDLE", options->bundle, "A bundle that kinora build wrote").required();
  command.option("TITLE", options->titles, "Titles of films that you like, whatever the case, accents or small typos");
  command.option("--id", options->ids, "Ids of films that you like").one_value_each();
  command.option("--year", options->year, "The year of the title, where several films share it");
  command.option("--dislike", options->disliked, "A film that you do not like (repeatable)").value_name("TITLE").one_value_each();
  command.option("--exclude", options->exclude_file, "A file of ids or titles, one a line, that are never shown")
      .value_name("FILE");
  command.option("-k", options->k, "How many results").between(1, 1'000'000).show_default();
  command.option("--where", options->where, "A SQL condition, e.g. \"year >= 1990 AND array_has(genres, 'Comedy')\"")
      .value_name("SQL");
  command.option("--metric", options->metric, "cosine, l2 or dot: how vectors are compared").show_default();
  command.option("--taste", options->taste, "0: films that are alike; 1: films that the same people like; or between")
      .value_name("0..1");
  command.option("--diversity", options->diversity, "Thin films that are like one before them: 0 not at all, to 1")
      .value_name("0..1")
      .show_default();
  command.flag("--explain", options->explain, "Show the parts that add up to each score");
  command.flag("--json", options->json, "Print JSON");
  command.runs(options, run_similar);
}

}  // namespace kinora::cli
