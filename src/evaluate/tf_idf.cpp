#include "evaluate/tf_idf.hpp"

#include <algorithm>
#include <cmath>

namespace kinora {

TfIdf::TfIdf(std::vector<std::vector<std::uint32_t>> documents) : documents_(std::move(documents)) {
  std::vector<std::uint32_t> frequencies;
  for (std::vector<std::uint32_t>& terms : documents_) {
    std::sort(terms.begin(), terms.end());
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    if (!terms.empty() && terms.back() >= frequencies.size()) frequencies.resize(std::size_t{terms.back()} + 1);
    for (const std::uint32_t term : terms) ++frequencies[term];
  }
  idf_.reserve(frequencies.size());
  const auto count = static_cast<double>(documents_.size());
  for (const std::uint32_t frequency : frequencies) idf_.push_back(std::log((1 + count) / (1.0 + frequency)) + 1);
  norms_.reserve(documents_.size());
  for (const std::vector<std::uint32_t>& terms : documents_) {
    double sum = 0;
    for (const std::uint32_t term : terms) sum += idf_[term] * idf_[term];
    norms_.push_back(std::sqrt(sum));
  }
}

void TfIdf::add_cosines(std::size_t document, double scale, std::span<double> out) const {
  if (norms_[document] == 0) return;
  std::vector<double> weights(idf_.size());
  for (const std::uint32_t term : documents_[document]) weights[term] = idf_[term] * idf_[term] / norms_[document];
  for (std::size_t other = 0; other < documents_.size(); ++other) {
    if (norms_[other] == 0) continue;
    double sum = 0;
    for (const std::uint32_t term : documents_[other]) sum += weights[term];
    out[other] += scale * sum / norms_[other];
  }
}

}  // namespace kinora
