#include "classify/linear/folds.hpp"

#include "base/random.hpp"
#include "classify/random_streams.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kinora {

FoldRows cut_folds(std::size_t rows, std::size_t folds, std::size_t most, std::uint64_t seed) {
  std::vector<std::size_t> order(rows);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Rng(seed, kFoldStream).shuffle(std::span(order));
  order.resize(std::min(rows, most));
  FoldRows cut{.held = std::vector<std::vector<std::size_t>>(folds), .rest = std::vector<std::vector<std::size_t>>(folds)};
  for (std::size_t place = 0; place < order.size(); ++place)
    for (std::size_t fold = 0; fold < folds; ++fold) (place % folds == fold ? cut.held : cut.rest)[fold].push_back(order[place]);
  std::ranges::for_each(cut.held, [](auto& list) { std::ranges::sort(list); });
  std::ranges::for_each(cut.rest, [](auto& list) { std::ranges::sort(list); });
  return cut;
}

FoldProblem::FoldProblem(const TermDocuments& documents, std::span<const std::size_t> rest, std::span<const std::size_t> held,
                         std::size_t terms, std::size_t min_documents) {
  const std::vector<float> inverse_frequencies = fit_inverse_frequencies(documents, rest, terms, min_documents);
  training_ = weigh_documents(documents, rest, inverse_frequencies);
  held_ = weigh_documents(documents, held, inverse_frequencies);
}

double held_loss(const GroupWeights& weights, const TermRows& held, const LabelMatrix& labels,
                 std::span<const std::size_t> label_rows, std::size_t group) {
  const std::size_t first = group * kLabelGroup;
  const std::size_t count = std::min(kLabelGroup, labels.labels - first);
  double sum = 0;
  for (std::size_t row = 0; row < held.size(); ++row) {
    const GroupValues margins = weights.margins(held, row);
    const auto cells = labels.row(label_rows[row]).subspan(first, count);
    for (std::size_t label = 0; label < count; ++label) {
      const auto z = static_cast<double>(margins[label]);
      sum += std::max(z, 0.0) - (cells[label] != 0 ? z : 0.0) + std::log1p(std::exp(-std::abs(z)));
    }
  }
  return sum;
}

}  // namespace kinora
