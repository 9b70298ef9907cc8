#pragma once

#include "kinora/embedding/doc2vec_options.hpp"

#include <ostream>
#include <string>
#include <vector>

namespace kinora::testing {

/// Every way to train, by name.
struct ModelVariant {
  std::string name;
  Doc2VecOptions options;

  friend std::ostream& operator<<(std::ostream& out, const ModelVariant& variant) { return out << variant.name; }
};

inline std::vector<ModelVariant> model_variants() {
  std::vector<ModelVariant> variants;
  const auto add = [&](std::string name, Doc2VecModel model, ContextJoin join, bool train_words) {
    Doc2VecOptions options;
    options.model = model;
    options.join = join;
    options.train_words = train_words;
    variants.push_back({name + "Negative", options});
    options.negative = 0;
    options.hierarchical_softmax = true;
    variants.push_back({name + "Softmax", options});
    options.negative = 3;
    variants.push_back({name + "Both", options});
  };
  add("Mean", Doc2VecModel::kDistributedMemory, ContextJoin::kMean, false);
  add("Sum", Doc2VecModel::kDistributedMemory, ContextJoin::kSum, false);
  add("Concat", Doc2VecModel::kDistributedMemory, ContextJoin::kConcat, false);
  add("Dbow", Doc2VecModel::kDbow, ContextJoin::kMean, false);
  add("DbowWords", Doc2VecModel::kDbow, ContextJoin::kMean, true);
  return variants;
}

}  // namespace kinora::testing
