#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/classify/genre_classifier.hpp"
#include "kinora/classify/linear_options.hpp"
#include "kinora/math/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// Documents as numbers of terms, in any order and with repetitions: document d is terms[ends[d-1] .. ends[d]). A view.
struct KINORA_EXPORT TermDocuments {
  std::span<const std::uint32_t> terms;
  std::span<const std::uint64_t> ends;

  [[nodiscard]] std::size_t size() const { return ends.size(); }
  [[nodiscard]] std::span<const std::uint32_t> operator[](std::size_t document) const {
    const std::size_t begin = document == 0 ? 0 : ends[document - 1];
    return terms.subspan(begin, ends[document] - begin);
  }
};

/// How the cost and the thresholds of a linear model were found.
struct KINORA_EXPORT LinearFitReport {
  struct Candidate {
    double cost = 0;
    double loss = 0;  ///< mean binary cross-entropy on the first fold
  };
  std::vector<Candidate> costs;  ///< those compared, ascending; empty if the cost was given
  double cost = 0;               ///< the one taken
  double out_of_fold_loss = 0;   ///< mean binary cross-entropy of all out-of-fold probabilities
};

/// One-vs-rest logistic regression with an L2 penalty over TF-IDF rows of unit length.
///
/// A term that occurs t > 0 times in a document and in `df` of the n training documents weighs (1 + ln t) · (ln((1 + n) / (1 +
/// df)) + 1); the row is divided by its length. This is scikit-learn's TfidfVectorizer(sublinear_tf=True, min_df=min_documents).
/// For each label it minimises ½(‖w‖² + b²) + C Σ ln(1 + exp(-y (w·x + b))), as liblinear's solver 7 with bias 1, by dual
/// coordinate descent (Yu, Huang, Lin: Dual coordinate descent methods for logistic regression and maximum entropy models, 2011).
/// A document without a known term gets the labels' frequencies in training as its probabilities and is predicted nothing.
///
/// fit() gives the same bytes at any number of threads. A fitted model is immutable and thread-safe.
class KINORA_EXPORT LinearClassifier {
 public:
  /// Training rows alone: `documents` over `terms`, `labels` documents × names.size(). Terms that too few documents have are not
  /// kept. Linear in the terms of all documents, times folds and labels. Errors: invalid options, sizes that differ, fewer rows
  /// than folds, labels that repeat, kCancelled.
  static Result<LinearClassifier> fit(const TermDocuments& documents, std::span<const std::string> terms,
                                      const LabelMatrix& labels, std::vector<std::string> names, const LinearOptions& options,
                                      const Execution& execution, LinearFitReport* report = nullptr);

  [[nodiscard]] const std::vector<std::string>& names() const;
  [[nodiscard]] const LinearOptions& options() const;
  /// The cost that the model was fitted with.
  [[nodiscard]] double cost() const;
  /// The terms it knows. Documents given to the members below are numbers into them.
  [[nodiscard]] std::span<const std::string> terms() const;
  /// documents × names.size(): w·x + b; the log-odds of base_rates() for a document without terms.
  [[nodiscard]] Matrix logits(const TermDocuments& documents) const;
  /// The sigmoid of the logits.
  [[nodiscard]] Matrix probabilities(const TermDocuments& documents) const;
  /// Per label, the probability from which on it is predicted.
  [[nodiscard]] std::span<const float> thresholds() const;
  /// Per label, the share of the training rows that have it.
  [[nodiscard]] std::span<const float> base_rates() const;
  /// 1 where the label is predicted; nothing for a document without terms.
  [[nodiscard]] LabelMatrix predict(const TermDocuments& documents) const;

  /// Safetensors (docs/formats/classifier.md, version 2), atomically.
  [[nodiscard]] Result<void> save(const std::filesystem::path& path) const;
  static Result<LinearClassifier> load(const std::filesystem::path& path);
  /// The same from the bytes of a file, which are copied; `name` stands for the path in errors.
  static Result<LinearClassifier> parse(std::span<const std::byte> bytes, const std::string& name);

  LinearClassifier(LinearClassifier&&) noexcept;
  LinearClassifier& operator=(LinearClassifier&&) noexcept;
  ~LinearClassifier();

 private:
  struct State;
  explicit LinearClassifier(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kinora
