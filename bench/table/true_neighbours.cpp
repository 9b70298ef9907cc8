// true_neighbours TABLE.lance QUESTIONS.json THREADS TRUTH.json: the ten nearest rows of each question and filter, by exact
// search.
#include "questions.hpp"

#include <thread>

namespace {

using namespace kinora::bench;

std::vector<Ids> neighbours(const kinora::Table& table, const Questions& questions, const std::string& where,
                            std::size_t threads) {
  std::vector<Ids> answers(questions.vectors.size());
  const auto answer_every = [&](std::size_t first) {
    for (std::size_t number = first; number < answers.size(); number += threads) {
      kinora::VectorQuery query{.vector = questions.vectors[number], .k = kNearest, .where = where};
      answers[number] = ids_of(value_or_exit(table.search(query)));
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t thread = 1; thread < threads; ++thread) others.emplace_back(answer_every, thread);
  answer_every(0);
  others.clear();
  return answers;
}

int run(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: true_neighbours TABLE.lance QUESTIONS.json THREADS TRUTH.json\n", stderr);
    return 2;
  }
  const kinora::Table table = value_or_exit(kinora::Table::open(argv[1]));
  const Questions questions = read_questions(argv[2]);
  const auto threads = static_cast<std::size_t>(std::max(1, std::atoi(argv[3])));
  Json truth;
  for (const auto& [name, where] : questions.filters.items())
    truth[name] = neighbours(table, questions, where.get<std::string>(), threads);
  std::ofstream file(argv[4]);
  file << truth.dump() << '\n';
  return file.flush() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) { return kinora::bench::run_main(run, argc, argv); }
