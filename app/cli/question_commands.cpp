#include "build_summary.hpp"
#include "commands.hpp"
#include "json_output.hpp"
#include "kinora/engine/engine.hpp"
#include "terminal.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

namespace kinora::cli {
namespace {

struct QuestionOptions {
  std::string bundle;
  std::string text;
  std::size_t limit = 10;
  std::string output;
  bool json = false;
};

Command add_question(const Command& app, const std::string& name, const std::string& help, QuestionOptions& options) {
  Command command = app.add_command(name, help);
  command.option("BUNDLE", options.bundle, "A bundle that kinora build wrote").required();
  command.flag("--json", options.json, "Print JSON");
  return command;
}

std::string probability_bar(double probability) {
  const auto filled = static_cast<std::size_t>(std::llround(probability * 20));
  std::string text;
  for (std::size_t i = 0; i < filled; ++i) text += "█";
  return text;
}

/// Nothing can be said of a text without a letter.
Result<void> require_text(const QuestionOptions& options, const char* what) {
  if (options.text.find_first_not_of(" \t\r\n") != std::string::npos) return {};
  return fail(
      {.code = ErrorCode::kInvalidArgument, .what = std::string("the ") + what + " is empty", .expected = "at least one word"});
}

Result<void> run_genres(const QuestionOptions& options) {
  if (Result<void> checked = require_text(options, "text"); !checked) return checked;
  const Result<Engine> engine = Engine::open(options.bundle);
  if (!engine) return fail(engine.error());
  const Result<GenreAnswer> answer = engine->genres(options.text);
  if (!answer) return fail(answer.error());
  if (options.json) {
    print_json(genres_to_json(*answer, options.limit));
    return {};
  }
  if (answer->known_words == 0)
    fmt::print("note: none of the words is known to this bundle; these are no more than the genres' frequencies\n");
  for (std::size_t i = 0; i < std::min(options.limit, answer->genres.size()); ++i) {
    const GenreGuess& genre = answer->genres[i];
    const std::string name = fit(printable(genre.name), 18);
    fmt::print("{} {} {:.3f}  {}\n", genre.chosen ? "*" : " ", genre.chosen ? bold(name) : name, genre.probability,
               probability_bar(genre.probability));
  }
  fmt::print("{}\n", dim(fmt::format("* predicted; {} of {} words are known", answer->known_words,
                                     answer->known_words + answer->unknown_words)));
  return {};
}

Result<void> run_search(const QuestionOptions& options) {
  if (Result<void> checked = require_text(options, "title"); !checked) return checked;
  const Result<Engine> engine = Engine::open(options.bundle);
  if (!engine) return fail(engine.error());
  const std::vector<TitleAnswer> answers = engine->search_titles(options.text, options.limit);
  if (options.json) print_json(titles_to_json(answers));
  if (answers.empty())
    return fail({.code = ErrorCode::kMovieNotFound,
                 .what = "no title is like this",
                 .where = '"' + options.text + '"',
                 .next_step = "Try fewer or other words"});
  if (options.json) return {};
  for (const TitleAnswer& answer : answers) {
    const std::string year = answer.movie.year == kUnknownYear ? "    " : std::to_string(answer.movie.year);
    fmt::print("{:>8}  {} {}  {}\n", answer.movie.id, fit(printable(answer.movie.title), 44), year, dim(answer.match));
  }
  return {};
}

Result<void> run_info(const QuestionOptions& options) {
  const Result<Engine> engine = Engine::open(options.bundle);
  if (!engine) return fail(engine.error());
  if (options.json) {
    print_json(info_to_json(engine->info()));
  } else {
    fmt::print("{}", info_text(engine->info()));
  }
  return {};
}

Result<void> run_export(const QuestionOptions& options) {
  const Result<Engine> engine = Engine::open(options.bundle);
  if (!engine) return fail(engine.error());
  const auto written = engine->export_to(options.output);
  if (!written) return fail(written.error());
  if (options.json) {
    Json files = Json::array();
    for (const auto& path : *written) files.push_back(path.string());
    print_json({{"files", std::move(files)}});
    return {};
  }
  for (const auto& path : *written) fmt::print("{}\n", path.string());
  return {};
}

}  // namespace

void add_genres(const Command& app) {
  auto options = std::make_shared<QuestionOptions>();
  options->limit = 5;
  Command command = add_question(app, "genres", "Genres of a text that describes a film", *options);
  command.option("TEXT", options->text, "For example: \"a boy's toys come to life\"").required();
  command.option("--top", options->limit, "How many genres").between(1, 1'000).show_default();
  command.runs(options, run_genres);
}

void add_search(const Command& app) {
  auto options = std::make_shared<QuestionOptions>();
  Command command = add_question(app, "search", "Films by title, whatever the case, accents or small typos", *options);
  command.option("TITLE", options->text, "A title or some of its words").required();
  command.option("-k", options->limit, "How many films").between(1, 1'000'000).show_default();
  command.runs(options, run_search);
}

void add_info(const Command& app) {
  auto options = std::make_shared<QuestionOptions>();
  Command command = add_question(app, "info", "What a bundle holds and how well it was trained", *options);
  command.runs(options, run_info);
}

void add_export(const Command& app) {
  auto options = std::make_shared<QuestionOptions>();
  Command command = add_question(app, "export", "Vectors, catalogue and split as files that other tools read", *options);
  command.option("-o,--output", options->output, "The directory to write into").required();
  command.runs(options, run_export);
}

}  // namespace kinora::cli
