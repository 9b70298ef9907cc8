// exact_search TABLE.lance QUESTIONS.json COUNT ROUNDS: how long exact searches for ten rows take, on one thread.
//
// The first COUNT questions are asked in turn, ROUNDS times, after one round that warms up: of all rows and of those that pass
// three LIKE predicates. One question is measured from its vector (and the filter's text) to the ten films' titles. First by the
// vectors alone, for which the table's indexes are dropped, then by an index of codes, which is made for it. For comparison the
// vectors are read from one end to the other. Prints JSON with the answers of the first round.
#include "kinora/store/index.hpp"
#include "questions.hpp"

namespace {

using namespace kinora::bench;

constexpr int kPlainReads = 15;

struct Answer {
  Ids ids;
  std::vector<float> distances;
  std::vector<std::string> titles;
};

Answer ask(const kinora::Table& table, const kinora::VectorQuery& query) {
  const std::vector<kinora::SearchHit> hits = value_or_exit(table.search(query));
  const kinora::Column titles = value_or_exit(table.column("title"));
  Answer answer;
  for (const kinora::SearchHit& hit : hits) {
    answer.ids.push_back(hit.id);
    answer.distances.push_back(hit.distance);
    answer.titles.emplace_back(titles.text_at(hit.row));
  }
  return answer;
}

Json measure(const kinora::Table& table, const Questions& questions, const std::string& where, std::size_t rounds,
             kinora::SearchMethod method) {
  Json answers = Json::array();
  std::vector<kinora::VectorQuery> queries;
  for (const std::vector<float>& vector : questions.vectors) {
    queries.push_back({.vector = vector, .k = kNearest, .where = where, .plan = kinora::SearchPlan::kExact});
    const Answer answer = ask(table, queries.back());
    answers.push_back({{"ids", answer.ids}, {"distances", answer.distances}});
  }
  if (value_or_exit(table.explain(queries.front())).method != method) {
    std::fputs("exact_search: the table is searched in another way than is to be measured\n", stderr);
    std::exit(1);
  }
  std::vector<double> times;
  for (std::size_t round = 0; round < rounds; ++round)
    for (const kinora::VectorQuery& query : queries) times.push_back(milliseconds([&] { ask(table, query); }));
  Json json = quantiles(std::move(times));
  json["answers"] = std::move(answers);
  return json;
}

void drop_indexes(const char* table) {
  for (const kinora::IndexInfo& index : value_or_exit(kinora::list_indexes(table)))
    if (!kinora::drop_index(table, index.name)) std::exit(1);
}

int run(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: exact_search TABLE.lance QUESTIONS.json COUNT ROUNDS\n", stderr);
    return 2;
  }
  drop_indexes(argv[1]);
  const kinora::Table table = value_or_exit(kinora::Table::open(argv[1]));
  const Questions questions = read_questions(argv[2], static_cast<std::size_t>(std::max(1, std::atoi(argv[3]))));
  const auto rounds = static_cast<std::size_t>(std::max(1, std::atoi(argv[4])));
  const kinora::Column vectors = value_or_exit(table.column("vector"));
  Json json = {{"rows", table.row_count()}, {"dimension", vectors.field.dimension}, {"questions", questions.vectors.size()}};
  for (const char* filter : {"all", "like"})
    json["plain"][filter] = measure(table, questions, questions.where(filter), rounds, kinora::SearchMethod::kScan);
  json["plain_read"] = measure_plain_read(vectors.floats.span(), kPlainReads);
  json["codes_ms"] =
      milliseconds([&] { value_or_exit(kinora::create_index(argv[1], {.kind = kinora::IndexKind::kCodes, .name = "bench"})); });
  const kinora::Table coded = value_or_exit(kinora::Table::open(argv[1]));
  for (const char* filter : {"all", "like"})
    json["codes"][filter] = measure(coded, questions, questions.where(filter), rounds, kinora::SearchMethod::kCodes);
  drop_indexes(argv[1]);
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return kinora::bench::run_main(run, argc, argv); }
