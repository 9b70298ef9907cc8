#pragma once

#include "classify/linear/dual_descent.hpp"
#include "kinora/classify/linear_classifier.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace kinora {

/// Rows cut into folds: `held[f]` are the rows of fold f, ascending, `rest[f]` those of all others.
struct FoldRows {
  std::vector<std::vector<std::size_t>> held;
  std::vector<std::vector<std::size_t>> rest;
};

/// A seeded sample of at most `most` of `rows` rows in `folds` folds whose sizes differ by one at most.
[[nodiscard]] FoldRows cut_folds(std::size_t rows, std::size_t folds, std::size_t most, std::uint64_t seed);

/// One fold ready for training: TF-IDF as the rows outside of it say, of these and of its own.
class FoldProblem {
 public:
  FoldProblem(const TermDocuments& documents, std::span<const std::size_t> rest, std::span<const std::size_t> held,
              std::size_t terms, std::size_t min_documents);

  [[nodiscard]] const TermRows& training() const { return training_; }
  [[nodiscard]] const TermRows& held() const { return held_; }

 private:
  TermRows training_;
  TermRows held_;
};

/// Σ over the held rows and the labels of a group of the binary cross-entropy.
[[nodiscard]] double held_loss(const GroupWeights& weights, const TermRows& held, const LabelMatrix& labels,
                               std::span<const std::size_t> label_rows, std::size_t group);

}  // namespace kinora
