#pragma once

#include "base/random.hpp"
#include "kinora/classify/linear_classifier.hpp"

#include <string>
#include <vector>

namespace kinora {

/// Documents of 40 terms, of which some tell of a label: "term k" with k % 5 == 0 of none, else of label k % 10. The first
/// document has no terms.
struct LinearProblem {
  explicit LinearProblem(std::size_t rows, std::uint64_t seed = 1) {
    for (std::size_t term = 0; term < 40; ++term) terms.push_back("term " + std::to_string(term));
    for (std::size_t label = 0; label < 10; ++label) names.push_back("label " + std::to_string(label));
    labels = {std::vector<std::uint8_t>(rows * names.size()), rows, names.size()};
    Rng rng(seed);
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t count = row == 0 ? 0 : 1 + rng.below(8);
      for (std::size_t i = 0; i < count; ++i) {
        const auto term = static_cast<std::uint32_t>(rng.below(40));
        words.push_back(term);
        if (term % 5 != 0 && rng.below(10) > 0) labels.cells[row * names.size() + term % 10] = 1;
      }
      ends.push_back(words.size());
    }
  }

  [[nodiscard]] TermDocuments documents() const { return {words, ends}; }
  [[nodiscard]] Result<LinearClassifier> fit(const LinearOptions& options = {}, const Execution& execution = {},
                                             LinearFitReport* report = nullptr) const {
    return LinearClassifier::fit(documents(), terms, labels, names, options, execution, report);
  }

  std::vector<std::string> terms;
  std::vector<std::string> names;
  std::vector<std::uint32_t> words;
  std::vector<std::uint64_t> ends;
  LabelMatrix labels;
};

/// The same documents as numbers of the terms that the model knows; unknown ones are left out.
struct KnownDocuments {
  KnownDocuments(const LinearClassifier& model, const LinearProblem& problem) {
    for (std::size_t document = 0; document < problem.ends.size(); ++document) {
      for (const std::uint32_t term : problem.documents()[document])
        for (std::size_t known = 0; known < model.terms().size(); ++known)
          if (model.terms()[known] == problem.terms[term]) words.push_back(static_cast<std::uint32_t>(known));
      ends.push_back(words.size());
    }
  }

  [[nodiscard]] TermDocuments view() const { return {words, ends}; }

  std::vector<std::uint32_t> words;
  std::vector<std::uint64_t> ends;
};

}  // namespace kinora
