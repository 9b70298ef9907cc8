// Any bytes as the file of a classifier: an error or a classifier that can be asked.
#include "classify/classifier_file.hpp"
#include "classify/mlp_logits.hpp"

#include <cstdint>
#include <cstdlib>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = kinora::SafetensorsFile::parse(std::as_bytes(std::span(data, size)), "fuzz");
  if (!file) return 0;
  const auto classifier = kinora::read_classifier(*file, "fuzz");
  if (!classifier) return 0;
  const kinora::Matrix features(2, classifier->model.inputs());
  const kinora::Matrix logits = kinora::mlp_logits(classifier->model, features.view());
  if (logits.cols() != classifier->names.size() || logits.cols() != classifier->thresholds.size()) std::abort();
  return 0;
}
