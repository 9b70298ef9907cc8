#pragma once

#include "recommend/label_sums.hpp"
#include "recommend/similar.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace kinora {

/// The parts of consecutive rows, part by part.
struct PartBlock {
  static constexpr std::size_t kRows = 8192;  ///< at most: the parts of so many stay in the second-level cache

  std::size_t rows = 0;
  std::vector<float> values = std::vector<float>(kScorePartCount * kRows);

  [[nodiscard]] std::span<float> of(ScorePart part) {
    return std::span(values).subspan(static_cast<std::size_t>(part) * kRows, rows);
  }
};

/// What stands for the similarity of vectors in a block of bounds.
enum class TextBound : std::uint8_t { kLower, kUpper };

/// The parts of likeness of films to a set of films, each the mean over the set; as they are, or centred: counted against what
/// films that have the field get on average, and 0 for a film without it. The parts known, rating and dislike are left at zero.
/// Either of one row, at the price of reading its labels and its vector; or of a block of rows, of which neither is read: there
/// every part is the same to the bit, but the text part is a bound. Const members are thread-safe.
class PartScorer {
 public:
  /// `films` is not empty.
  PartScorer(const MovieIndex& index, const MatrixView& vectors, std::vector<std::size_t> films, Metric metric);

  /// The parts as they are, from 0 to 1; the text part as its metric has it.
  [[nodiscard]] ScoreParts raw_parts(std::size_t row) const;
  /// Samples the catalogue for what centring takes off. Call it before centring.
  void find_means();
  /// Centres the parts of a row that PartSpec says are.
  void centre(std::size_t row, ScoreParts& parts) const;
  /// The parts of the rows from `begin` on, block.rows of them. The dot product has no bound: its text parts are exact.
  void bound_raw_parts(std::size_t begin, TextBound text, PartBlock& block) const;
  void centre_block(std::size_t begin, PartBlock& block) const;
  /// By how much, about, the text parts of rows lie below their upper bound; 0 where that cannot be told. One pass over vectors.
  void text_below_bound(std::span<const std::size_t> rows, std::span<float> out) const;
  /// The labels that a film shares with the set, the most telling first, at most `limit`; none whose idf is less than
  /// `least_telling` (0..1) of the first one's.
  [[nodiscard]] std::vector<std::string_view> shared_labels(const LabelIndex& index, std::size_t row, std::size_t limit,
                                                            float least_telling) const;
  [[nodiscard]] const std::vector<std::size_t>& films() const { return films_; }

 private:
  static constexpr std::size_t kDocumentKinds = 4;  ///< with or without an overview, with or without keywords
  static constexpr std::int64_t kNearYears = 256;

  /// Sums over the labels that are shared, divided by the norm of the row.
  struct LabelPart {
    ScorePart part = ScorePart::kText;
    const LabelIndex* index = nullptr;
    LabelSums sums;
  };

  [[nodiscard]] bool has(ScorePart part, std::size_t row) const;
  [[nodiscard]] std::size_t document_kind(std::size_t row) const;
  [[nodiscard]] float text_similarity(std::size_t row) const;
  [[nodiscard]] float text_bound(TextBound bound) const;
  [[nodiscard]] float genre_overlap(std::size_t row) const;
  [[nodiscard]] float decade_nearness(std::size_t row) const;
  [[nodiscard]] float runtime_likeness(std::size_t row) const;
  void sum_labels(std::size_t begin, PartBlock& block) const;
  void overlap_genres(std::size_t begin, std::span<float> out) const;

  const MovieIndex& index_;
  MatrixView vectors_;
  std::vector<std::size_t> films_;
  std::vector<float> film_norms_;  ///< lengths of the films' vectors
  Metric metric_;
  Matrix unit_films_;  ///< the films' vectors with length 1
  std::vector<LabelPart> label_parts_;
  std::vector<LabelSums> common_genres_;            ///< with each film
  std::vector<float> genre_weights_;                ///< of each film's genres together
  std::array<float, kNearYears> near_years_{};      ///< decade part by years apart
  ScoreParts means_{};                              ///< of the parts over films that have them
  std::array<float, kDocumentKinds> text_means_{};  ///< of the text part by kind of document, less means_
};

}  // namespace kinora
