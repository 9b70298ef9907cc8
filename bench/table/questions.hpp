#pragma once

#include "../timing.hpp"
#include "kinora/store/table.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <span>
#include <string>
#include <vector>

namespace kinora::bench {

inline constexpr std::size_t kNearest = 10;

using Ids = std::vector<std::int64_t>;

/// What bench/synthetic/kinora-make-table wrote: vectors to ask with, and filters by name.
struct Questions {
  std::vector<std::vector<float>> vectors;
  Json filters;  ///< "all", "like", "bucket 1", ... and their conditions

  [[nodiscard]] std::string where(const std::string& filter) const { return filters.at(filter).get<std::string>(); }
};

inline Json read_json(const char* path) {
  std::ifstream file(path);
  Json json = Json::parse(file, nullptr, false);
  if (json.is_discarded()) {
    std::fprintf(stderr, "%s: cannot be read as JSON\n", path);
    std::exit(1);
  }
  return json;
}

inline Questions read_questions(const char* path, std::size_t most = SIZE_MAX) {
  const Json json = read_json(path);
  Questions questions{.vectors = json.at("vectors").get<std::vector<std::vector<float>>>(), .filters = json.at("filters")};
  if (questions.vectors.size() > most) questions.vectors.resize(most);
  return questions;
}

inline Ids ids_of(std::span<const SearchHit> hits) {
  Ids ids;
  for (const SearchHit& hit : hits) ids.push_back(hit.id);
  return ids;
}

/// The share of the rows that are to be found which were found.
inline double recall(const Ids& expected, const Ids& found) {
  if (expected.empty()) return 1;
  const auto hit = [&found](std::int64_t id) { return std::find(found.begin(), found.end(), id) != found.end(); };
  return static_cast<double>(std::count_if(expected.begin(), expected.end(), hit)) / static_cast<double>(expected.size());
}

/// Asks all questions once to warm up, then once more with a clock; `ask` gives the ids for a question's vector. `truth` has the
/// ids of each question.
template <class Ask>
Json measure_recall(const std::vector<std::vector<float>>& vectors, const std::vector<Ids>& truth, Ask&& ask) {
  std::vector<double> times;
  double found = 0;
  double total_ms = 0;
  std::size_t fewest = kNearest;
  std::size_t short_answers = 0;
  for (const std::vector<float>& vector : vectors) ask(vector);
  for (std::size_t number = 0; number < vectors.size(); ++number) {
    Ids ids;
    times.push_back(milliseconds([&] { ids = ask(vectors[number]); }));
    total_ms += times.back();
    found += recall(truth[number], ids);
    fewest = std::min(fewest, ids.size());
    short_answers += static_cast<std::size_t>(ids.size() < truth[number].size());
  }
  const auto count = static_cast<double>(vectors.size());
  Json json = quantiles(std::move(times));
  json["recall"] = found / count;
  json["mean_ms"] = total_ms / count;
  json["queries_per_second"] = 1e3 * count / total_ms;
  json["fewest"] = fewest;
  json["short_answers"] = short_answers;
  return json;
}

}  // namespace kinora::bench
