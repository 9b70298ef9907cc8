// search_latency TABLE.lance [QUERIES [ROUNDS [QUERIES.json]]]: how long a filtered exact search takes, on one thread.
//
// The questions are the article's: a film's vector, cosine, ten results, and the filter `genres LIKE '%A%' OR genres LIKE '%B%'`
// of its genres. QUERIES films (200) at even distances in the table are asked in turn, ROUNDS times (5), after one round that
// warms up. One question is measured from the filter's text to the ten films' titles. For comparison: the filter alone, the
// search without a filter, and a plain read of the vector column. Prints JSON; QUERIES.json gets the questions and answers, for
// bench/lancedb_search.mjs to be compared.
#include "kinora/store/table.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Json = nlohmann::json;

struct Question {
  std::size_t row = 0;
  kinora::VectorQuery query;
};

struct Answer {
  std::vector<std::string> titles;
  std::vector<float> distances;
};

template <class T>
T value_or_exit(kinora::Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "search_latency: %s (%s)\n", result.error().what.c_str(), result.error().where.c_str());
  std::exit(1);
}

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
double milliseconds(Work&& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

/// The value at a share of the sorted times, by the nearest rank.
Json quantiles(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  const auto at = [&times](double share) {
    return times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
  };
  return {
      {"p50_ms", at(0.5)}, {"p99_ms", at(0.99)}, {"min_ms", times.front()}, {"max_ms", times.back()}, {"samples", times.size()}};
}

template <class Work>
Json measure(const std::vector<Question>& questions, std::size_t rounds, Work&& work) {
  for (const Question& question : questions) work(question);
  std::vector<double> times;
  for (std::size_t round = 0; round < rounds; ++round)
    for (const Question& question : questions) times.push_back(milliseconds([&] { work(question); }));
  return quantiles(std::move(times));
}

/// Adds up every element, in as many lanes as keep the memory busy.
float sum_of(std::span<const float> values) {
  constexpr std::size_t kLanes = 64;
  std::array<float, kLanes> sums{};
  std::size_t i = 0;
  for (; i + kLanes <= values.size(); i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += values[i + lane];
  for (; i < values.size(); ++i) sums[0] += values[i];
  float sum = 0;
  for (const float each : sums) sum += each;
  return sum;
}

Json measure_plain_read(std::span<const float> values) {
  constexpr int kTimes = 200;
  std::vector<double> times;
  times.reserve(kTimes);
  volatile float sink = sum_of(values);
  for (int time = 0; time < kTimes; ++time) times.push_back(milliseconds([&] { sink = sum_of(values); }));
  Json json = quantiles(std::move(times));
  const auto bytes = static_cast<double>(values.size_bytes());
  json["megabytes"] = bytes / 1e6;
  json["gb_per_second"] = bytes / 1e6 / json["p50_ms"].get<double>();
  return json;
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
  json["plain_read"] = measure_plain_read(vectors.floats.span());
  if (argc > 4) write_questions(argv[4], table, questions);
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "search_latency: %s\n", error.what());
    return 1;
  }
}
