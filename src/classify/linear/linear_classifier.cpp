#include "kinora/classify/linear_classifier.hpp"

#include "base/file_system.hpp"
#include "base/try.hpp"
#include "classify/linear/fit_linear.hpp"
#include "classify/linear/fitted_linear.hpp"
#include "classify/linear/linear_file.hpp"
#include "classify/linear/term_rows.hpp"
#include "classify/thresholds.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kinora {
namespace {

TermRows weigh_all(const FittedLinear& model, const TermDocuments& documents) {
  std::vector<std::size_t> rows(documents.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return weigh_documents(documents, rows, model.inverse_frequencies);
}

Matrix logits_of(const FittedLinear& model, const TermRows& rows) {
  const std::size_t labels = model.names.size();
  Matrix logits(rows.size(), labels);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::span<float> sums = logits.row(row);
    const std::size_t begin = rows.begin_of(row);
    if (begin == rows.ends[row]) {
      std::ranges::transform(model.base_rates, sums.begin(), [](float rate) { return std::log(rate / (1 - rate)); });
      continue;
    }
    std::ranges::copy(model.bias, sums.begin());
    for (std::size_t i = begin; i < rows.ends[row]; ++i) {
      const std::span<const float> weights = model.weights.row(rows.columns[i]);
      for (std::size_t label = 0; label < labels; ++label) sums[label] += rows.values[i] * weights[label];
    }
  }
  return logits;
}

void to_probabilities(Matrix& logits) {
  for (std::size_t row = 0; row < logits.rows(); ++row) std::ranges::transform(logits.row(row), logits.row(row).begin(), sigmoid);
}

}  // namespace

LinearClassifier::LinearClassifier(std::unique_ptr<State> state) : state_(std::move(state)) {}
LinearClassifier::LinearClassifier(LinearClassifier&&) noexcept = default;
LinearClassifier& LinearClassifier::operator=(LinearClassifier&&) noexcept = default;
LinearClassifier::~LinearClassifier() = default;

Result<LinearClassifier> LinearClassifier::fit(const TermDocuments& documents, std::span<const std::string> terms,
                                               const LabelMatrix& labels, std::vector<std::string> names,
                                               const LinearOptions& options, const Execution& execution,
                                               LinearFitReport* report) {
  KINORA_TRY(FittedLinear fitted, fit_linear(documents, terms, labels, std::move(names), options, execution, report));
  return LinearClassifier(std::make_unique<State>(State{std::move(fitted)}));
}

const std::vector<std::string>& LinearClassifier::names() const { return state_->names; }
const LinearOptions& LinearClassifier::options() const { return state_->options; }
double LinearClassifier::cost() const { return state_->cost; }
std::span<const std::string> LinearClassifier::terms() const { return state_->terms; }
std::span<const float> LinearClassifier::thresholds() const { return state_->thresholds; }
std::span<const float> LinearClassifier::base_rates() const { return state_->base_rates; }

Matrix LinearClassifier::logits(const TermDocuments& documents) const {
  return logits_of(*state_, weigh_all(*state_, documents));
}

Matrix LinearClassifier::probabilities(const TermDocuments& documents) const {
  Matrix values = logits(documents);
  to_probabilities(values);
  return values;
}

LabelMatrix LinearClassifier::predict(const TermDocuments& documents) const {
  const TermRows rows = weigh_all(*state_, documents);
  Matrix values = logits_of(*state_, rows);
  to_probabilities(values);
  const std::size_t labels = names().size();
  LabelMatrix predicted{std::vector<std::uint8_t>(rows.size() * labels), rows.size(), labels};
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows.begin_of(row) == rows.ends[row]) continue;
    for (std::size_t label = 0; label < labels; ++label)
      predicted.cells[row * labels + label] = values.row(row)[label] >= thresholds()[label] ? 1 : 0;
  }
  return predicted;
}

Result<void> LinearClassifier::save(const std::filesystem::path& path) const {
  return write_linear(local_file_system(), path, *state_);
}

Result<LinearClassifier> LinearClassifier::load(const std::filesystem::path& path) {
  KINORA_TRY(const auto file, local_file_system().map(path));
  return parse(file->bytes(), path.string());
}

Result<LinearClassifier> LinearClassifier::parse(std::span<const std::byte> bytes, const std::string& name) {
  KINORA_TRY(const SafetensorsFile file, SafetensorsFile::parse(bytes, name));
  KINORA_TRY(FittedLinear fitted, read_linear(file, name));
  return LinearClassifier(std::make_unique<State>(State{std::move(fitted)}));
}

}  // namespace kinora
