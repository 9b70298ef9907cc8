// faiss_index TABLE.lance QUESTIONS.json TRUTH.json THREADS: faiss's HNSW of a table's vectors: the time to build it, recall
// against latency on one thread, and filtered searches by its selector of ids.
//
// M 16, efConstruction 200, vectors of length 1, as hnswlib is given. Debian compiles faiss for any x86-64, without AVX2.
#include "unit_vectors.hpp"

#include <faiss/impl/IDSelector.h>
#include <faiss/IndexHNSW.h>
#include <omp.h>

namespace {

using namespace kinora::bench;

constexpr int kLinks = 16;
constexpr int kBuildBeam = 200;

/// One bit a row, as faiss wants it.
std::vector<std::uint8_t> bits_of(const kinora::RowSelection& selection) {
  std::vector<std::uint8_t> bits((selection.size() + 7) / 8, 0);
  for (std::size_t row = 0; row < selection.size(); ++row)
    bits[row / 8] = static_cast<std::uint8_t>(bits[row / 8] | unsigned{selection[row]} << (row % 8));
  return bits;
}

Ids ask(const faiss::IndexHNSWFlat& index, const std::vector<float>& vector, const faiss::SearchParametersHNSW& parameters) {
  std::array<float, kNearest> distances{};
  std::array<faiss::Index::idx_t, kNearest> labels{};
  index.search(1, unit_vector(vector, vector.size()).data(), kNearest, distances.data(), labels.data(), &parameters);
  Ids ids;
  for (const auto label : labels)
    if (label >= 0) ids.push_back(label);
  return ids;
}

Json curve_of(faiss::IndexHNSWFlat& index, const Questions& questions, const std::vector<Ids>& truth,
              faiss::IDSelector* selector) {
  return recall_curve(questions.vectors, truth, "efSearch", [&](std::size_t beam, const std::vector<float>& vector) {
    faiss::SearchParametersHNSW parameters;
    parameters.efSearch = static_cast<int>(beam);
    index.hnsw.efSearch = parameters.efSearch;  // this version takes its queue's length from here
    parameters.sel = selector;
    return ask(index, vector, parameters);
  });
}

int run(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: faiss_index TABLE.lance QUESTIONS.json TRUTH.json THREADS\n", stderr);
    return 2;
  }
  const Questions questions = read_questions(argv[2]);
  const Json truth = read_json(argv[3]);
  const int threads = std::max(1, std::atoi(argv[4]));
  const kinora::Table table = value_or_exit(kinora::Table::open(argv[1]));
  const kinora::Column column = value_or_exit(table.column("vector"));
  const std::vector<float> units = unit_rows(column.vectors(), column.field.dimension);
  faiss::IndexHNSWFlat index(static_cast<int>(column.field.dimension), kLinks);
  index.hnsw.efConstruction = kBuildBeam;
  omp_set_num_threads(threads);
  const double build_ms = milliseconds([&] { index.add(static_cast<faiss::Index::idx_t>(column.rows), units.data()); });
  omp_set_num_threads(1);
  Json json = {
      {"build_seconds", build_ms / 1e3}, {"threads", threads}, {"settings", {{"M", kLinks}, {"efConstruction", kBuildBeam}}}};
  json["curve"] = curve_of(index, questions, truth.at("all").get<std::vector<Ids>>(), nullptr);
  for (const auto& [name, where] : questions.filters.items()) {
    if (name == "all" || name == "like") continue;
    const std::vector<std::uint8_t> bits = bits_of(value_or_exit(table.select(where.get<std::string>())));
    faiss::IDSelectorBitmap selector(bits.size(), bits.data());
    json["filtered"][name] = curve_of(index, questions, truth.at(name).get<std::vector<Ids>>(), &selector);
  }
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return kinora::bench::run_main(run, argc, argv); }
