#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/math/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace kinora {

/// Labels of many rows as a 0/1 matrix, one byte a cell, row-major: rows × labels.
struct KINORA_EXPORT LabelMatrix {
  std::vector<std::uint8_t> cells;
  std::size_t rows = 0;
  std::size_t labels = 0;

  [[nodiscard]] std::span<const std::uint8_t> row(std::size_t index) const {
    return std::span(cells).subspan(index * labels, labels);
  }
};

/// Where a probability becomes a label.
enum class ThresholdPolicy : std::uint8_t {
  kPerLabel,  ///< for each label the probability that gives the best F1 on a validation split
  kLogit      ///< one threshold on the logit (the article's), `>` in evaluation
};

/// Options of the section [classifier] of a recipe.
struct KINORA_EXPORT ClassifierOptions {
  std::vector<std::size_t> hidden = {512, 256, 128};
  double dropout = 0.2;         ///< [0, 1)
  double learning_rate = 1e-3;  ///< Adam's; beta .9 and .999, epsilon 1e-8
  std::size_t epochs = 20;
  std::size_t batch = 64;  ///< >= 2; a last batch of one is merged into the one before
  ThresholdPolicy thresholds = ThresholdPolicy::kPerLabel;
  double logit_threshold = 0.1;          ///< kLogit: in evaluation, `logit > threshold`
  double query_logit_threshold = 0.001;  ///< kLogit: for a query, `logit >= threshold`
  double validation_fraction = 0.1;      ///< kPerLabel: of the training rows
  std::uint64_t seed = 42;

  [[nodiscard]] Result<void> validate() const;
};

/// Multi-label MLP over a vector: (Linear–BatchNorm–ReLU–Dropout) × n + Linear, binary cross-entropy with logits, Adam.
/// fit() gives the same bytes at any number of threads. A fitted model is immutable and thread-safe.
class KINORA_EXPORT GenreClassifier {
 public:
  /// `features` rows × dimension and `labels` rows × names.size(), of the training rows alone.
  /// Reports the mean training loss of each epoch to the observer. Errors: invalid options, fewer than two rows, kCancelled.
  static Result<GenreClassifier> fit(const MatrixView& features, const LabelMatrix& labels, std::vector<std::string> names,
                                     const ClassifierOptions& options, const Execution& execution,
                                     std::vector<double>* epoch_losses = nullptr);

  [[nodiscard]] const std::vector<std::string>& names() const;
  [[nodiscard]] const ClassifierOptions& options() const;
  [[nodiscard]] std::size_t dimension() const;
  /// rows × names.size(), before the sigmoid, in evaluation mode (running statistics, no dropout).
  [[nodiscard]] Matrix logits(const MatrixView& features) const;
  /// The sigmoid of the logits: 0..1.
  [[nodiscard]] Matrix probabilities(const MatrixView& features) const;
  /// Per label, the probability from which on it is predicted.
  [[nodiscard]] std::span<const float> thresholds() const;
  /// 1 where the label is predicted in evaluation (the policy's rule).
  [[nodiscard]] LabelMatrix predict(const MatrixView& logits) const;
  /// 1 where the label is predicted for a query (kLogit: `>=` the query's threshold; kPerLabel: as predict()).
  [[nodiscard]] LabelMatrix predict_query(const MatrixView& logits) const;
  /// Mean binary cross-entropy of logits against labels.
  [[nodiscard]] static double loss(const MatrixView& logits, const LabelMatrix& labels);

  /// Safetensors with PyTorch's parameter names ("0.weight", "1.running_mean", …) and labels, thresholds and options in the
  /// metadata (docs/formats/classifier.md), atomically.
  [[nodiscard]] Result<void> save(const std::filesystem::path& path) const;
  static Result<GenreClassifier> load(const std::filesystem::path& path);
  /// The same from the bytes of a file, which are copied; `name` stands for the path in errors.
  static Result<GenreClassifier> parse(std::span<const std::byte> bytes, const std::string& name);

  GenreClassifier(GenreClassifier&&) noexcept;
  GenreClassifier& operator=(GenreClassifier&&) noexcept;
  ~GenreClassifier();

 private:
  struct State;
  explicit GenreClassifier(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kinora
