// kinora_index TABLE.lance QUESTIONS.json TRUTH.json THREADS: Kinora's index of a table's vectors: the time to build it, recall
// against latency on one thread, and filtered searches. The index is dropped at the end.
#include "kinora/store/index.hpp"
#include "unit_vectors.hpp"

namespace {

using namespace kinora::bench;

/// Widths of filtered searches: the default, and wider ones.
constexpr std::array<std::size_t, 3> kFilteredBeams = {0, 160, 320};

Ids ask(const kinora::Table& table, kinora::VectorQuery& query, const std::vector<float>& vector) {
  query.vector = vector;
  return ids_of(value_or_exit(table.search(query)));
}

Json filtered_searches(const kinora::Table& table, const Questions& questions, const std::string& where,
                       const std::vector<Ids>& truth) {
  Json points = Json::array();
  for (const std::size_t beam : kFilteredBeams) {
    kinora::VectorQuery query{.vector = questions.vectors.front(), .k = kNearest, .where = where, .beam = beam};
    const kinora::SearchExplanation explanation = value_or_exit(table.explain(query));
    Json point =
        measure_recall(questions.vectors, truth, [&](const std::vector<float>& vector) { return ask(table, query, vector); });
    point["setting"] = {{"plan", kinora::search_method_name(explanation.method)}};
    const bool is_overfetch = explanation.method == kinora::SearchMethod::kOverfetch;
    const bool is_graph = explanation.method == kinora::SearchMethod::kGraph;
    if (is_overfetch) point["setting"]["candidates"] = explanation.candidates;
    if (is_graph) point["setting"]["beam"] = explanation.beam;
    point["reason"] = explanation.reason;
    points.push_back(std::move(point));
    if (!is_graph && !is_overfetch) break;  // exact, whatever the width
  }
  return points;
}

Json index_settings(const kinora::IndexOptions& options) {
  return {{"neighbours", options.neighbours}, {"build_beam", options.build_beam}, {"seed", options.seed}};
}

int run(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: kinora_index TABLE.lance QUESTIONS.json TRUTH.json THREADS\n", stderr);
    return 2;
  }
  const Questions questions = read_questions(argv[2]);
  const Json truth = read_json(argv[3]);
  const auto threads = static_cast<unsigned>(std::max(1, std::atoi(argv[4])));
  const kinora::IndexOptions options{.name = "bench", .replace = true};
  kinora::IndexInfo info;
  const double build_ms =
      milliseconds([&] { info = value_or_exit(kinora::create_index(argv[1], options, kinora::Execution{.threads = threads})); });
  const kinora::Table table = value_or_exit(kinora::Table::open(argv[1]));
  Json json = {
      {"build_seconds", build_ms / 1e3}, {"threads", threads}, {"bytes", info.bytes}, {"settings", index_settings(options)}};
  kinora::VectorQuery query{.k = kNearest, .plan = kinora::SearchPlan::kIndex};
  json["curve"] = recall_curve(questions.vectors, truth.at("all").get<std::vector<Ids>>(), "beam",
                               [&](std::size_t beam, const std::vector<float>& vector) {
                                 query.beam = beam;
                                 return ask(table, query, vector);
                               });
  for (const auto& [name, where] : questions.filters.items())
    if (name != "all" && name != "like")
      json["filtered"][name] =
          filtered_searches(table, questions, where.get<std::string>(), truth.at(name).get<std::vector<Ids>>());
  if (const auto dropped = kinora::drop_index(argv[1], options.name); !dropped) return 1;
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return kinora::bench::run_main(run, argc, argv); }
