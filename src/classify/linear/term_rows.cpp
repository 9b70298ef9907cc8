#include "classify/linear/term_rows.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <cmath>

namespace kinora {
namespace {

/// Appends the TF-IDF row of one document; `sorted` are its terms in ascending order.
void append_term_row(std::span<const std::uint32_t> sorted, std::span<const float> inverse_frequencies, TermRows& rows) {
  const std::size_t begin = rows.values.size();
  double squares = 0;
  for (std::size_t i = 0; i < sorted.size();) {
    const std::uint32_t term = sorted[i];
    std::size_t end = i;
    while (end < sorted.size() && sorted[end] == term) ++end;
    const auto times = static_cast<double>(end - i);
    i = end;
    if (inverse_frequencies[term] == 0) continue;
    const double value = (1 + std::log(times)) * static_cast<double>(inverse_frequencies[term]);
    squares += value * value;
    rows.columns.push_back(term);
    rows.values.push_back(static_cast<float>(value));
  }
  const auto scale = static_cast<float>(1 / std::sqrt(squares));
  for (std::size_t i = begin; i < rows.values.size(); ++i) rows.values[i] *= scale;
  rows.ends.push_back(rows.values.size());
}

}  // namespace

std::vector<float> fit_inverse_frequencies(const TermDocuments& documents, std::span<const std::size_t> rows, std::size_t terms,
                                           std::size_t min_documents) {
  std::vector<std::size_t> frequencies(terms);
  std::vector<std::size_t> seen_in(terms);  // the row's place + 1
  for (std::size_t place = 0; place < rows.size(); ++place)
    for (const std::uint32_t term : documents[rows[place]]) {
      KINORA_DCHECK(term < terms, term, terms);
      if (seen_in[term] == place + 1) continue;
      seen_in[term] = place + 1;
      ++frequencies[term];
    }
  std::vector<float> inverse(terms);
  const double count = 1 + static_cast<double>(rows.size());
  for (std::size_t term = 0; term < terms; ++term)
    if (frequencies[term] >= min_documents)
      inverse[term] = static_cast<float>(std::log(count / (1 + static_cast<double>(frequencies[term]))) + 1);
  return inverse;
}

TermRows weigh_documents(const TermDocuments& documents, std::span<const std::size_t> rows,
                         std::span<const float> inverse_frequencies) {
  TermRows weighed;
  weighed.ends.reserve(rows.size());
  std::vector<std::uint32_t> sorted;
  for (const std::size_t row : rows) {
    const auto terms = documents[row];
    sorted.assign(terms.begin(), terms.end());
    std::ranges::sort(sorted);
    append_term_row(sorted, inverse_frequencies, weighed);
  }
  return weighed;
}

}  // namespace kinora
