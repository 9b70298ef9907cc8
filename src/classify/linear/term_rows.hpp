#pragma once

#include "kinora/classify/linear_classifier.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace kinora {

/// Sparse rows of floats: row r has the columns columns[ends[r-1] .. ends[r]), ascending, and the values at the same places.
struct TermRows {
  std::vector<std::uint32_t> columns;
  std::vector<float> values;
  std::vector<std::uint64_t> ends;

  [[nodiscard]] std::size_t size() const { return ends.size(); }
  [[nodiscard]] std::size_t begin_of(std::size_t row) const { return row == 0 ? 0 : ends[row - 1]; }
};

/// The inverse document frequencies ln((1 + n) / (1 + df)) + 1 of `terms` terms in the n documents `rows`; 0 for a term that
/// fewer than `min_documents` of them have: it is not known.
[[nodiscard]] std::vector<float> fit_inverse_frequencies(const TermDocuments& documents, std::span<const std::size_t> rows,
                                                         std::size_t terms, std::size_t min_documents);

/// The documents `rows`, in that order, as TF-IDF rows of unit length: a known term that occurs t times weighs (1 + ln t) · idf.
/// A document without a known term is an empty row.
[[nodiscard]] TermRows weigh_documents(const TermDocuments& documents, std::span<const std::size_t> rows,
                                       std::span<const float> inverse_frequencies);

}  // namespace kinora
