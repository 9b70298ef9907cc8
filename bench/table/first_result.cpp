// first_result TABLE.lance QUESTIONS.json: opens the table and answers the first question, on one line. For the time of a whole
// process.
#include "questions.hpp"

namespace {

using namespace kinora::bench;

int run(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: first_result TABLE.lance QUESTIONS.json\n", stderr);
    return 2;
  }
  const Questions questions = read_questions(argv[2], 1);
  const kinora::Table table = value_or_exit(kinora::Table::open(argv[1]));
  const auto hits = value_or_exit(table.search({.vector = questions.vectors.front(), .k = kNearest}));
  const kinora::Column titles = value_or_exit(table.column("title"));
  Json json = Json::array();
  for (const kinora::SearchHit& hit : hits) json.push_back({{"title", titles.text_at(hit.row)}, {"distance", hit.distance}});
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return kinora::bench::run_main(run, argc, argv); }
