// search_latency TABLE.lance [QUERIES [ROUNDS [QUERIES.json]]]: how long a filtered exact search takes, on one thread.
//
// The questions are the article's: a film's vector, cosine, ten results, and the filter `genres LIKE '%A%' OR genres LIKE '%B%'`
// of its genres. QUERIES films (200) at even distances in the table are asked in turn, ROUNDS times (5), after one round that
// warms up. One question is measured from the filter's text to the ten films' titles. For comparison: the filter alone, the
// search without a filter, and a plain read of the vector column. Prints JSON; QUERIES.json gets the questions and answers, for
// bench/lancedb_search.mjs to be compared.
#include "kinora/store/table.hpp"
#include "timing.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using kinora::bench::Json;
using kinora::bench::measure_plain_read;
using kinora::bench::milliseconds;
using kinora::bench::quantiles;
using kinora::bench::value_or_exit;

constexpr int kPlainReads = 200;

struct Question {
  std::size_t row = 0;
  kinora::VectorQuery query;
};

struct Answer {
  std::vector<std::string> titles;
  std::vector<float> distances;
};

/// "Drama, Comedy" → "genres LIKE '%Drama%' OR genres LIKE '%Comedy%'"
std::string like_any(const std::string& column, std::string_view genres) {
  std::string where;
  while (!genres.empty()) {
    const std::size_t comma = genres.find(", ");
    const std::string pattern = "%" + kinora::like_escape(genres.substr(0, comma)) + "%";
    where += (where.empty() ? "" : " OR ") + column + " LIKE " + kinora::sql_quote(pattern);
    genres = comma == std::string_view::npos ? std::string_view() : genres.substr(comma + 2);
  }
  return where;
}

std::vector<Question> make_questions(const kinora::Table& table, std::size_t count) {
  const kinora::Column vectors = value_or_exit(table.column("vector"));
  const bool has_text = table.schema().find("genres_text").has_value();
  const std::string genres_name = has_text ? "genres_text" : "genres";
  const kinora::Column genres = value_or_exit(table.column(genres_name));
  const std::string id_name = table.schema().find("id") ? "id" : "";
  std::vector<Question> questions;
  for (std::size_t number = 0; number < count; ++number) {
    const std::size_t row = number * vectors.rows / count;
    const auto vector = vectors.vectors().row(row);
    questions.push_back({.row = row,
                         .query = {.vector_column = "vector",
                                   .id_column = id_name,
                                   .vector = {vector.begin(), vector.end()},
                                   .metric = kinora::Metric::kCosine,
                                   .k = 10,
                                   .where = like_any(genres_name, genres.text_at(row))}});
  }
  return questions;
}

Answer ask(const kinora::Table& table, const kinora::VectorQuery& query) {
  const std::vector<kinora::SearchHit> hits = value_or_exit(table.search(query));
  const kinora::Column titles = value_or_exit(table.column("title"));
  Answer answer;
  for (const kinora::SearchHit& hit : hits) {
    answer.titles.emplace_back(titles.text_at(hit.row));
    answer.distances.push_back(hit.distance);
  }
  return answer;
}

template <class Work>
Json measure(const std::vector<Question>& questions, std::size_t rounds, Work&& work) {
  for (const Question& question : questions) work(question);
  std::vector<double> times;
  for (std::size_t round = 0; round < rounds; ++round)
    for (const Question& question : questions) times.push_back(milliseconds([&] { work(question); }));
  return quantiles(std::move(times));
}

void write_questions(const char* path, const kinora::Table& table, const std::vector<Question>& questions) {
  Json list = Json::array();
  for (const Question& question : questions) {
    const Answer answer = ask(table, question.query);
    list.push_back({{"row", question.row},
                    {"where", question.query.where},
                    {"vector", question.query.vector},
                    {"titles", answer.titles},
                    {"distances", answer.distances}});
  }
  std::ofstream file(path);
  file << list.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  if (!file.flush()) {
    std::fprintf(stderr, "search_latency: cannot write %s\n", path);
    std::exit(1);
  }
}

std::size_t number_or_exit(const char* text) {
  char* end = nullptr;
  const unsigned long long number = std::strtoull(text, &end, 10);
  if (number >= 1 && number <= 1'000'000 && *end == '\0') return static_cast<std::size_t>(number);
  std::fprintf(stderr, "search_latency: %s is no number from 1 to 1000000\n", text);
  std::exit(2);
}

int run(int argc, char** argv) {
  if (argc < 2 || argc > 5) {
    std::fprintf(stderr, "usage: search_latency TABLE.lance [QUERIES [ROUNDS [QUERIES.json]]]\n");
    return 2;
  }
  const std::size_t asked = argc > 2 ? number_or_exit(argv[2]) : 200;
  const std::size_t rounds = argc > 3 ? number_or_exit(argv[3]) : 5;
  const kinora::Table table = value_or_exit(kinora::Table::open(argv[1]));
  const std::vector<Question> questions = make_questions(table, std::min(asked, table.row_count()));
  if (questions.empty()) {
    std::fprintf(stderr, "search_latency: %s has no rows\n", argv[1]);
    return 1;
  }

  std::vector<std::size_t> passing;
  for (const Question& question : questions) {
    const kinora::RowSelection selection = value_or_exit(table.select(question.query.where));
    passing.push_back(static_cast<std::size_t>(std::count(selection.begin(), selection.end(), 1)));
  }
  std::sort(passing.begin(), passing.end());

  Json json = {{"rows", table.row_count()}, {"queries", questions.size()}, {"rounds", rounds}};
  json["rows_passing"] = {{"min", passing.front()}, {"median", passing[passing.size() / 2]}, {"max", passing.back()}};
  json["filtered"] = measure(questions, rounds, [&](const Question& question) { return ask(table, question.query); });
  json["filter_alone"] = measure(questions, rounds, [&](const Question& question) { return table.select(question.query.where); });
  json["unfiltered"] = measure(questions, rounds, [&](const Question& question) {
    kinora::VectorQuery query = question.query;
    query.where.clear();
    return ask(table, query);
  });
  const kinora::Column vectors = value_or_exit(table.column("vector"));
  json["dimension"] = vectors.field.dimension;
  json["plain_read"] = measure_plain_read(vectors.floats.span(), kPlainReads);
  if (argc > 4) write_questions(argv[4], table, questions);
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return kinora::bench::run_main(run, argc, argv); }
