#pragma once

#include "engine/bundle_parts.hpp"
#include "kinora/classify/genre_classifier.hpp"
#include "kinora/embedding/doc2vec.hpp"
#include "kinora/engine/engine.hpp"
#include "tensors/safetensors.hpp"

#include <memory>
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

/// What an open engine holds: mapped indexes, and models that are read on demand. Their files are mapped from the beginning,
/// which reads nothing of them: later changes of the bundle remove its older generations.
struct Engine::State : BundleParts {
  using File = Result<std::shared_ptr<const MappedFile>>;

  explicit State(BundleParts parts);

  File classifier_file;
  File encoder_file;
  File evaluation_file;
  Lazy<GenreClassifier> classifier;
  Lazy<Doc2Vec> encoder;

  [[nodiscard]] Result<const GenreClassifier*> load_classifier() const;
  /// The model that turns text into the classifier's features.
  [[nodiscard]] Result<const Doc2Vec*> load_encoder() const;
  [[nodiscard]] Result<SafetensorsFile> load_evaluation() const;

 private:
  [[nodiscard]] std::filesystem::path encoder_path() const;
};

}  // namespace kinora
