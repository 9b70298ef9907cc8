#pragma once

#include "base/file_system.hpp"
#include "engine/bundle.hpp"
#include "kinora/classify/genre_classifier.hpp"
#include "kinora/embedding/doc2vec.hpp"
#include "kinora/engine/engine.hpp"
#include "kinora/recipe/recipe.hpp"
#include "recommend/movie_index.hpp"
#include "text/title_index.hpp"

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
struct Engine::State {
  BundleLayout bundle;
  BundleInfo info;
  Recipe recipe;
  Table table;
  MovieIndex movies;
  TitleIndex titles;
  Column vectors;
  Lazy<GenreClassifier> classifier;
  Lazy<Doc2Vec> encoder;

  [[nodiscard]] GenerationLayout generation() const { return {bundle.generation(info.generation)}; }
  [[nodiscard]] Result<const GenreClassifier*> load_classifier() const;
  /// The model that turns text into the classifier's features.
  [[nodiscard]] Result<const Doc2Vec*> load_encoder() const;
};

}  // namespace kinora
