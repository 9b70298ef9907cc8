// hnswlib_index TABLE.lance QUESTIONS.json TRUTH.json THREADS: hnswlib's index of a table's vectors: the time to build it, and
// recall against latency on one thread.
//
// Built as hnswlib's own setup.py builds it (for this processor), M 16, efConstruction 200. The vectors have length 1 and the
// distance is the inner product, as its Python package does for cosine. They are padded with zeros to a multiple of 16 numbers:
// only then does this version take its fastest kernel.
#include "unit_vectors.hpp"

#include <hnswlib/hnswlib.h>
#include <atomic>
#include <thread>

namespace {

using namespace kinora::bench;

constexpr std::size_t kLinks = 16;
constexpr std::size_t kBuildBeam = 200;
constexpr std::size_t kSeed = 42;
constexpr std::size_t kKernelWidth = 16;

using Graph = hnswlib::HierarchicalNSW<float>;

void add_rows(Graph& graph, const std::vector<float>& units, std::size_t width, std::size_t threads) {
  std::atomic<std::size_t> next = 0;
  const auto add = [&] {
    for (std::size_t row = next++; row < units.size() / width; row = next++) graph.addPoint(units.data() + row * width, row);
  };
  std::vector<std::jthread> others;
  for (std::size_t thread = 1; thread < threads; ++thread) others.emplace_back(add);
  add();
}

Ids ask(const Graph& graph, const std::vector<float>& vector, std::size_t width) {
  auto nearest = graph.searchKnn(unit_vector(vector, width).data(), kNearest);
  Ids ids(nearest.size());
  for (std::size_t place = ids.size(); place-- > 0; nearest.pop()) ids[place] = static_cast<std::int64_t>(nearest.top().second);
  return ids;
}

int run(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: hnswlib_index TABLE.lance QUESTIONS.json TRUTH.json THREADS\n", stderr);
    return 2;
  }
  const Questions questions = read_questions(argv[2]);
  const auto truth = read_json(argv[3]).at("all").get<std::vector<Ids>>();
  const auto threads = static_cast<std::size_t>(std::max(1, std::atoi(argv[4])));
  std::vector<float> units;
  std::size_t width = 0;
  {
    const kinora::Table table = value_or_exit(kinora::Table::open(argv[1]));
    const kinora::Column column = value_or_exit(table.column("vector"));
    width = (column.field.dimension + kKernelWidth - 1) / kKernelWidth * kKernelWidth;
    units = unit_rows(column.vectors(), width);
  }
  hnswlib::InnerProductSpace space(width);
  Graph graph(&space, units.size() / width, kLinks, kBuildBeam, kSeed);
  const double build_ms = milliseconds([&] { add_rows(graph, units, width, threads); });
  Json json = {{"build_seconds", build_ms / 1e3},
               {"threads", threads},
               {"settings", {{"M", kLinks}, {"efConstruction", kBuildBeam}, {"padded to", width}}}};
  json["curve"] = recall_curve(questions.vectors, truth, "ef", [&](std::size_t beam, const std::vector<float>& vector) {
    graph.setEf(beam);
    return ask(graph, vector, width);
  });
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return kinora::bench::run_main(run, argc, argv); }
