#pragma once

#include "embedding/examples.hpp"
#include "embedding/weights.hpp"
#include "kinora/embedding/doc2vec.hpp"

#include <vector>

namespace kinora {

struct Doc2Vec::State {
  State(const Doc2VecOptions& model_options, Vocabulary model_vocabulary)
      : options(model_options),
        vocabulary(std::move(model_vocabulary)),
        shape(options, vocabulary.size()),
        sampler(options, vocabulary.counts()) {}

  Doc2VecOptions options;
  Vocabulary vocabulary;
  NetworkShape shape;
  ExampleSampler sampler;
  Weights weights;
};

}  // namespace kinora
