#pragma once

#include "engine/bundle_parts.hpp"
#include "kinora/classify/genre_classifier.hpp"
#include "kinora/embedding/doc2vec.hpp"
#include "kinora/engine/engine.hpp"

#include <mutex>
#include <optional>
#include <utility>

namespace kinora {

/// A value that is loaded when it is first asked for, once, whoever asks.
template <class T>
class Lazy {
 public:
  template <class Load>
  Result<const T*> get(Load&& load) const {
    const std::lock_guard lock(mutex_);
    if (!value_) value_.emplace(std::forward<Load>(load)());
    if (!*value_) return fail(value_->error());
    return &**value_;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::optional<Result<T>> value_;
};

/// What an open engine holds: mapped indexes, and models that are loaded on demand.
struct Engine::State : BundleParts {
  explicit State(BundleParts parts) : BundleParts(std::move(parts)) {}

  Lazy<GenreClassifier> classifier;
  Lazy<Doc2Vec> encoder;

  [[nodiscard]] Result<const GenreClassifier*> load_classifier() const;
  /// The model that turns text into the classifier's features.
  [[nodiscard]] Result<const Doc2Vec*> load_encoder() const;
};

}  // namespace kinora
