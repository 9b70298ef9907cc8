// Any bytes as the file of a linear genre classifier: an error, or a classifier that answers, of an empty document too.
#include "kinora/classify/linear_classifier.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto classifier = kinora::LinearClassifier::parse(std::as_bytes(std::span(data, size)), "fuzz");
  if (!classifier) return 0;
  const std::size_t labels = classifier->names().size();
  if (classifier->thresholds().size() != labels || classifier->base_rates().size() != labels) std::abort();
  // A document of the first term, twice, where there is one, and an empty one.
  const std::array<std::uint32_t, 2> terms = {0, 0};
  const std::size_t known = classifier->terms().empty() ? 0 : terms.size();
  const std::array<std::uint64_t, 2> ends = {known, known};
  const kinora::TermDocuments documents{std::span(terms).first(known), ends};
  const kinora::Matrix probabilities = classifier->probabilities(documents);
  const kinora::LabelMatrix predicted = classifier->predict(documents);
  if (probabilities.rows() != 2 || probabilities.cols() != labels || predicted.cells.size() != 2 * labels) std::abort();
  for (std::size_t label = 0; label < labels; ++label)
    if (predicted.row(1)[label] != 0 || !(std::isfinite(probabilities.row(1)[label]))) std::abort();
  return 0;
}
