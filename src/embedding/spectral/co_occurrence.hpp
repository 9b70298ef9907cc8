#pragma once

#include "base/thread_pool.hpp"
#include "kinora/text/vocabulary.hpp"
#include "math/sparse_matrix.hpp"

#include <vector>

namespace kinora {

/// Positive pointwise mutual information of the terms of documents, terms × terms and symmetric: Σ over the documents that have
/// both terms of a_i · a_j / Σ a, with a the square root of a term's kind; PMI = log(that · K / (r_i · r_j)^s), r being the sums
/// of rows, s = (1 + smoothing) / 2 and K = (Σ r^s)² / Σ r, which shares the smoothing of contexts (Levy, Goldberg and Dagan
/// 2015, §3.2) between term and context. Terms without a common document, and pairs below 0, have no entry. So each film's terms
/// count about as much together, however many there are. O(Σ terms²) over the documents; the same at any number of threads.
[[nodiscard]] SparseMatrix positive_pmi(const EncodedDocuments& documents, const std::vector<float>& kinds, double smoothing,
                                        ThreadPool& pool);

}  // namespace kinora
