#pragma once

#include "base/random.hpp"
#include "embedding/grow_buffer.hpp"
#include "embedding/huffman.hpp"
#include "embedding/sampling.hpp"
#include "kinora/embedding/doc2vec_options.hpp"
#include "kinora/text/vocabulary.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// An output row and the answer it should give, in one number: the row, and the highest bit if the answer is 1.
using Target = std::uint32_t;
inline constexpr Target kPositive = 0x80000000U;
inline constexpr Target kIgnored = 0x40000000U;  ///< of shared noise that is the example's own word
inline constexpr Target kRowOfTarget = 0x3fffffffU;

/// One prediction. The hidden vector is made of the input row and, in PV-DM, of the kept words around the centre.
struct Example {
  std::uint32_t input = 0;  ///< document row; or word row with kWordInput
  std::uint32_t centre = 0;
  std::uint32_t context_begin = 0;  ///< in Examples::kept; the centre lies in it and is no part of the context
  std::uint32_t context_end = 0;    ///< == context_begin in PV-DBOW
  std::uint32_t target_begin = 0;   ///< in Examples::targets, a multiple of kTargetBlock
  std::uint32_t target_count = 0;
};
inline constexpr std::uint32_t kWordInput = 0x80000000U;
inline constexpr std::size_t kTargetBlock = 8;
/// Neighbours in a batch that share their noise words. A group begins at every so many examples of its batch.
inline constexpr std::size_t kNoiseGroup = 16;
inline constexpr std::size_t kMostSharedTargets = 64;  ///< of one example

/// The predictions that were drawn from some documents for one epoch, in order. Reused: cleared, not freed.
struct Examples {
  GrowBuffer<WordId> kept;
  GrowBuffer<Example> list;
  GrowBuffer<Target> targets;            ///< padded after each example to a multiple of kTargetBlock
  GrowBuffer<std::uint32_t> batch_ends;  ///< of arrange_batches()
  float alpha = 0;
  bool shares_noise = false;  ///< the examples of a group have the same noise words (share_noise())

  GrowBuffer<Example> arranged;        ///< scratch of arrange_batches()
  std::vector<std::uint32_t> changes;  ///< the same

  void clear();
};

/// Draws examples: which tokens subsampling keeps, the window of each position, the noise words. Immutable, thread-safe.
class ExampleSampler {
 public:
  ExampleSampler(const Doc2VecOptions& options, std::span<const std::uint64_t> counts);

  /// Appends the examples of one document whose vector is row `row`.
  void sample(std::span<const WordId> document, std::uint32_t row, Rng& rng, Examples& examples) const;
  /// The same without targets: share_noise() gives them once the batches are arranged. Requires can_share_noise().
  void sample_untargeted(std::span<const WordId> document, std::uint32_t row, Rng& rng, Examples& examples) const;
  /// True if the targets of an example are its word and noise words, and its hidden vector is one slot.
  [[nodiscard]] bool can_share_noise() const {
    return negative_ > 0 && negative_ < kMostSharedTargets && longest_path_ == 0 && !concatenate_;
  }
  /// The targets of examples in batches: the centre's word, and noise words that are the same for a group (Ji et al. 2016,
  /// "Parallelizing Word2Vec in Shared and Distributed Memory", §3). Noise that is an example's own word is ignored there.
  void share_noise(Rng& rng, Examples& examples) const;
  /// Without the skip-gram examples that train words only.
  void sample_for_inference(std::span<const WordId> document, Rng& rng, Examples& examples) const;

  /// How often the busiest output row is changed by one example, on average.
  [[nodiscard]] double busiest_row_share() const { return busiest_row_share_; }
  /// Examples that one pass over the corpus makes, on average.
  [[nodiscard]] double expected_examples() const { return expected_examples_; }

 private:
  struct Cursor;

  struct DrawOptions {
    bool train_words = false;
    bool targets = true;
  };
  void sample_document(std::span<const WordId> document, std::uint32_t row, DrawOptions draw, Rng& rng, Examples& examples) const;
  void add_example(WordId word, Rng& rng, Cursor& cursor) const;
  [[nodiscard]] std::uint32_t draw_reach(Rng& rng) const;
  [[nodiscard]] std::size_t padded_targets() const;
  void measure_shares(std::span<const std::uint64_t> counts);

  bool average_context_;
  bool concatenate_;
  bool train_words_;
  bool shrink_window_;
  std::uint32_t window_;
  std::uint32_t negative_;
  std::vector<std::uint32_t> keep_;
  NoiseTable noise_;
  std::vector<Target> paths_;  ///< of hierarchical softmax, word after word
  std::vector<std::size_t> path_begins_;
  std::size_t longest_path_ = 0;
  double busiest_row_share_ = 0;
  double expected_examples_ = 0;
};

}  // namespace kinora
