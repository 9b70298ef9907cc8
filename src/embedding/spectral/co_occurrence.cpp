#include "embedding/spectral/co_occurrence.hpp"

#include "embedding/spectral/term_weights.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kinora {
namespace {

constexpr std::size_t kTermsOfShard = 128;

/// The documents and their terms, both ways round.
struct Occurrences {
  EncodedDocuments terms;  ///< of each document, rising
  std::vector<std::uint64_t> list_ends;
  std::vector<std::uint32_t> lists;  ///< the documents of each term, rising
  std::vector<float> scales;         ///< 1 / Σ a of each document; 0 where it has one term alone
  std::vector<float> amounts;        ///< a of each term

  [[nodiscard]] std::span<const std::uint32_t> documents_of(std::size_t term) const {
    const std::size_t begin = term == 0 ? 0 : list_ends[term - 1];
    return std::span(lists).subspan(begin, list_ends[term] - begin);
  }
};

Occurrences find_occurrences(const EncodedDocuments& documents, const std::vector<float>& kinds) {
  Occurrences found;
  for (const float kind : kinds) found.amounts.push_back(std::sqrt(kind));
  std::vector<std::uint64_t> counts(kinds.size());
  DistinctTerms distinct(kinds);
  for (std::size_t document = 0; document < documents.size(); ++document) {
    const std::span<const WordId> terms = distinct.of(documents[document]);
    float sum = 0;
    for (const WordId term : terms) {
      sum += found.amounts[term];
      ++counts[term];
    }
    found.terms.words.insert(found.terms.words.end(), terms.begin(), terms.end());
    found.terms.ends.push_back(found.terms.words.size());
    found.scales.push_back(terms.size() > 1 ? 1 / sum : 0);
  }
  found.list_ends.resize(kinds.size());
  std::partial_sum(counts.begin(), counts.end(), found.list_ends.begin());
  found.lists.resize(found.terms.words.size());
  std::vector<std::uint64_t> next(kinds.size());
  for (std::size_t term = 0; term < next.size(); ++term) next[term] = found.list_ends[term] - counts[term];
  for (std::size_t document = 0; document < documents.size(); ++document)
    for (const WordId term : found.terms[document]) found.lists[next[term]++] = static_cast<std::uint32_t>(document);
  return found;
}

/// The sums of the rows of the co-occurrences, without making them.
std::vector<double> row_sums(const Occurrences& found) {
  std::vector<double> sums(found.amounts.size());
  for (std::size_t document = 0; document < found.terms.size(); ++document) {
    const std::span<const WordId> terms = found.terms[document];
    double total = 0;
    for (const WordId term : terms) total += static_cast<double>(found.amounts[term]);
    for (const WordId term : terms) {
      const auto amount = static_cast<double>(found.amounts[term]);
      sums[term] += static_cast<double>(found.scales[document]) * amount * (total - amount);
    }
  }
  return sums;
}

/// Makes rows of the matrix. Keeps its buffers.
class PmiRows {
 public:
  PmiRows(const Occurrences& found, const std::vector<float>& log_sums, float log_scale)
      : found_(found), log_sums_(log_sums), log_scale_(log_scale), counts_(log_sums.size()) {}

  void append(std::size_t term, SparseMatrix& rows) {
    for (const std::uint32_t document : found_.documents_of(term)) {
      const float share = found_.scales[document] * found_.amounts[term];
      if (share == 0) continue;
      for (const WordId other : found_.terms[document]) {
        if (other == term) continue;
        if (counts_[other] == 0) touched_.push_back(other);
        counts_[other] += share * found_.amounts[other];
      }
    }
    std::sort(touched_.begin(), touched_.end());
    for (const WordId other : touched_) {
      const float pmi = std::log(counts_[other]) + log_scale_ - log_sums_[term] - log_sums_[other];
      counts_[other] = 0;
      if (!(pmi > 0)) continue;
      rows.columns.push_back(other);
      rows.values.push_back(pmi);
    }
    touched_.clear();
    rows.ends.push_back(rows.columns.size());
  }

 private:
  const Occurrences& found_;
  const std::vector<float>& log_sums_;
  float log_scale_;
  std::vector<float> counts_;
  std::vector<WordId> touched_;
};

SparseMatrix joined(std::vector<SparseMatrix> parts) {
  SparseMatrix whole;
  for (SparseMatrix& part : parts) {
    const std::uint64_t before = whole.columns.size();
    for (const std::uint64_t end : part.ends) whole.ends.push_back(before + end);
    whole.columns.insert(whole.columns.end(), part.columns.begin(), part.columns.end());
    whole.values.insert(whole.values.end(), part.values.begin(), part.values.end());
    part = {};
  }
  return whole;
}

}  // namespace

SparseMatrix positive_pmi(const EncodedDocuments& documents, const std::vector<float>& kinds, double smoothing,
                          ThreadPool& pool) {
  const Occurrences found = find_occurrences(documents, kinds);
  const std::vector<double> sums = row_sums(found);
  const double exponent = (1 + smoothing) / 2;
  double total = 0;
  double smoothed = 0;
  std::vector<float> log_sums;
  for (const double sum : sums) {
    total += sum;
    if (sum > 0) smoothed += std::pow(sum, exponent);
    log_sums.push_back(sum > 0 ? static_cast<float>(exponent * std::log(sum)) : 0);
  }
  const auto log_scale = total > 0 ? static_cast<float>(2 * std::log(smoothed) - std::log(total)) : 0;
  std::vector<SparseMatrix> parts((kinds.size() + kTermsOfShard - 1) / kTermsOfShard);
  pool.for_each_shard(parts.size(), [&](std::size_t shard) {
    PmiRows rows(found, log_sums, log_scale);
    const std::size_t end = std::min(kinds.size(), (shard + 1) * kTermsOfShard);
    for (std::size_t term = shard * kTermsOfShard; term < end; ++term) rows.append(term, parts[shard]);
  });
  return joined(std::move(parts));
}

}  // namespace kinora
