#pragma once

#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"

#include <cstddef>
#include <cstdint>

namespace kinora {

/// Which paragraph vector model (Le & Mikolov 2014).
enum class Doc2VecModel : std::uint8_t {
  kDistributedMemory,  ///< PV-DM: document and context words predict the word
  kDbow                ///< PV-DBOW: the document alone predicts the word
};

/// How PV-DM joins the document's vector and those of the context.
enum class ContextJoin : std::uint8_t { kMean, kSum, kConcat };

/// How the learning rate falls.
enum class AlphaSchedule : std::uint8_t {
  kSingle,    ///< linearly from alpha to min_alpha over all epochs
  kRestarted  ///< `restarts` runs of `epochs` epochs, each from alpha to min_alpha (the article's saw-tooth)
};

/// Hyper-parameters in gensim's terms; section [doc2vec] of a recipe.
struct KINORA_EXPORT Doc2VecOptions {
  Doc2VecModel model = Doc2VecModel::kDistributedMemory;
  ContextJoin join = ContextJoin::kMean;
  bool train_words = false;     ///< PV-DBOW: also skip-gram training of words (gensim's dbow_words)
  std::size_t dimension = 100;  ///< 1..4096
  std::size_t window = 5;       ///< words on each side, 1..100
  bool shrink_window = true;    ///< draw the window of each position from 1..window
  std::size_t negative = 5;     ///< noise words a prediction, 0..100; 0 requires hierarchical_softmax
  bool hierarchical_softmax = false;
  double noise_exponent = 0.75;
  std::uint64_t min_count = 2;
  double sample = 1e-3;  ///< subsampling threshold; 0 = keep every token
  double alpha = 0.025;
  double min_alpha = 1e-4;
  std::size_t epochs = 10;  ///< 1..10,000 in all runs together
  AlphaSchedule schedule = AlphaSchedule::kSingle;
  std::size_t restarts = 1;  ///< kRestarted only
  bool racing = false;       ///< Hogwild: threads share the weights without locks; not reproducible
  std::uint64_t seed = 1;

  [[nodiscard]] Result<void> validate() const;
};

/// How vectors of new documents are made with fixed weights.
struct KINORA_EXPORT InferOptions {
  std::size_t epochs = 10;
  double alpha = 0.025;
  double min_alpha = 1e-4;
  std::uint64_t seed = 1;

  [[nodiscard]] Result<void> validate() const;
};

}  // namespace kinora
