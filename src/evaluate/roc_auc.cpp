#include "evaluate/roc_auc.hpp"

#include "evaluate/percentile_interval.hpp"

#include <algorithm>

namespace kinora {
namespace {

double auc_of_resample(std::span<const ScoredLabel> scored, Rng rng) {
  std::vector<ScoredLabel> drawn;
  drawn.reserve(scored.size());
  for (std::size_t i = 0; i < scored.size(); ++i) drawn.push_back(scored[rng.below(scored.size())]);
  return roc_auc(std::move(drawn));
}

}  // namespace

double roc_auc(std::vector<ScoredLabel> scored) {
  std::sort(scored.begin(), scored.end(), [](const ScoredLabel& a, const ScoredLabel& b) { return a.first < b.first; });
  double negatives_below = 0;
  double right = 0;
  double positives = 0;
  for (std::size_t begin = 0; begin < scored.size();) {
    std::size_t end = begin;
    double equal_positives = 0;
    for (; end < scored.size() && scored[end].first == scored[begin].first; ++end) equal_positives += scored[end].second ? 1 : 0;
    const double equal_negatives = static_cast<double>(end - begin) - equal_positives;
    right += equal_positives * (negatives_below + equal_negatives / 2);
    negatives_below += equal_negatives;
    positives += equal_positives;
    begin = end;
  }
  return positives == 0 || negatives_below == 0 ? 0.5 : right / (positives * negatives_below);
}

MeanInterval bootstrap_roc_auc(std::span<const ScoredLabel> scored, const BootstrapOptions& options, unsigned threads) {
  const double area = roc_auc({scored.begin(), scored.end()});
  return percentile_interval(
      area, [scored](Rng rng) { return auc_of_resample(scored, rng); }, options, threads);
}

}  // namespace kinora
