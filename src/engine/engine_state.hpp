#pragma once

#include "engine/bundle_parts.hpp"
#include "engine/genre_model.hpp"
#include "engine/lazy.hpp"
#include "kinora/engine/engine.hpp"
#include "tensors/safetensors.hpp"

#include <memory>

namespace kinora {

/// What an open engine holds: mapped indexes, and models that are read on demand. Their files are mapped from the beginning,
/// which reads nothing of them: later changes of the bundle remove its older generations. Never moved: the genre model refers to
/// it.
struct Engine::State : BundleParts {
  explicit State(BundleParts parts);

  GenreModelFiles genre_files;
  GenreModelFiles::File evaluation_file;
  Lazy<std::unique_ptr<const GenreModel>> genre_model;

  [[nodiscard]] Result<const GenreModel*> load_genre_model() const;
  [[nodiscard]] Result<SafetensorsFile> load_evaluation() const;
};

}  // namespace kinora
