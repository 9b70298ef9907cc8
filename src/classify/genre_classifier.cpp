#include "kinora/classify/genre_classifier.hpp"

#include "base/check.hpp"
#include "base/file_system.hpp"
#include "base/try.hpp"
#include "classify/classifier_file.hpp"
#include "classify/fit_classifier.hpp"
#include "classify/fitted_classifier.hpp"
#include "classify/mlp_logits.hpp"
#include "classify/thresholds.hpp"

#include <algorithm>
#include <cmath>

namespace kinora {
namespace {

template <class Rule>
LabelMatrix apply_rule(const MatrixView& logits, const Rule& predicted) {
  LabelMatrix labels{std::vector<std::uint8_t>(logits.rows * logits.cols), logits.rows, logits.cols};
  for (std::size_t r = 0; r < logits.rows; ++r)
    for (std::size_t label = 0; label < logits.cols; ++label)
      labels.cells[r * logits.cols + label] = predicted(logits.row(r)[label], label) ? 1 : 0;
  return labels;
}

}  // namespace

GenreClassifier::GenreClassifier(std::unique_ptr<State> state) : state_(std::move(state)) {}
GenreClassifier::GenreClassifier(GenreClassifier&&) noexcept = default;
GenreClassifier& GenreClassifier::operator=(GenreClassifier&&) noexcept = default;
GenreClassifier::~GenreClassifier() = default;

Result<GenreClassifier> GenreClassifier::fit(const MatrixView& features, const LabelMatrix& labels,
                                             std::vector<std::string> names, const ClassifierOptions& options,
                                             const Execution& execution, std::vector<double>* epoch_losses) {
  KINORA_TRY(FittedClassifier fitted, fit_classifier(features, labels, std::move(names), options, execution, epoch_losses));
  return GenreClassifier(std::make_unique<State>(State{std::move(fitted)}));
}

const std::vector<std::string>& GenreClassifier::names() const { return state_->names; }
const ClassifierOptions& GenreClassifier::options() const { return state_->options; }
std::size_t GenreClassifier::dimension() const { return state_->model.inputs(); }
std::span<const float> GenreClassifier::thresholds() const { return state_->thresholds; }

Matrix GenreClassifier::logits(const MatrixView& features) const { return mlp_logits(state_->model, features); }

Matrix GenreClassifier::probabilities(const MatrixView& features) const {
  Matrix values = logits(features);
  for (std::size_t r = 0; r < values.rows(); ++r) std::ranges::transform(values.row(r), values.row(r).begin(), sigmoid);
  return values;
}

LabelMatrix GenreClassifier::predict(const MatrixView& logits) const {
  KINORA_CHECK(logits.cols == names().size(), logits.cols, names().size());
  if (options().thresholds == ThresholdPolicy::kLogit) {
    const auto threshold = static_cast<float>(options().logit_threshold);
    return apply_rule(logits, [&](float logit, std::size_t) { return logit > threshold; });
  }
  return apply_rule(logits, [&](float logit, std::size_t label) { return sigmoid(logit) >= thresholds()[label]; });
}

LabelMatrix GenreClassifier::predict_query(const MatrixView& logits) const {
  if (options().thresholds != ThresholdPolicy::kLogit) return predict(logits);
  KINORA_CHECK(logits.cols == names().size(), logits.cols, names().size());
  const auto threshold = static_cast<float>(options().query_logit_threshold);
  return apply_rule(logits, [&](float logit, std::size_t) { return logit >= threshold; });
}

double GenreClassifier::loss(const MatrixView& logits, const LabelMatrix& labels) {
  KINORA_CHECK(logits.rows == labels.rows && logits.cols == labels.labels, logits.rows, labels.rows, logits.cols, labels.labels);
  if (logits.rows == 0 || logits.cols == 0) return 0;
  double sum = 0;
  for (std::size_t r = 0; r < logits.rows; ++r)
    for (std::size_t label = 0; label < logits.cols; ++label) {
      const double z = logits.row(r)[label];
      sum += std::max(z, 0.0) - (labels.row(r)[label] != 0 ? z : 0.0) + std::log1p(std::exp(-std::abs(z)));
    }
  return sum / static_cast<double>(logits.rows * logits.cols);
}

Result<void> GenreClassifier::save(const std::filesystem::path& path) const {
  return write_classifier(local_file_system(), path, *state_);
}

Result<GenreClassifier> GenreClassifier::load(const std::filesystem::path& path) {
  KINORA_TRY(const auto file, local_file_system().map(path));
  return parse(file->bytes(), path.string());
}

Result<GenreClassifier> GenreClassifier::parse(std::span<const std::byte> bytes, const std::string& name) {
  KINORA_TRY(const SafetensorsFile file, SafetensorsFile::parse(bytes, name));
  KINORA_TRY(FittedClassifier fitted, read_classifier(file, name));
  return GenreClassifier(std::make_unique<State>(State{std::move(fitted)}));
}

}  // namespace kinora
