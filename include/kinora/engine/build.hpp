#pragma once

#include "kinora/base/execution.hpp"
#include "kinora/base/export.hpp"
#include "kinora/base/result.hpp"
#include "kinora/engine/bundle_info.hpp"
#include "kinora/ingest/ingest.hpp"
#include "kinora/recipe/recipe.hpp"

#include <filesystem>
#include <optional>

namespace kinora {

struct KINORA_EXPORT BuildRequest {
  CatalogueFiles files;
  Recipe recipe;
  std::filesystem::path output;                     ///< NAME.kinora, new or an older bundle
  std::optional<std::filesystem::path> quarantine;  ///< where rejected records are written as CSV
};

struct KINORA_EXPORT BuildSummary {
  BundleInfo info;
  IngestReport ingest;
};

/// From catalogue to bundle: ingest, tokens, Doc2Vec, classifier, table, indexes. Writes a new generation beside the one in use
/// and switches to it at the end, atomically: on any error, and when cancelled, an older bundle is as it was. That `output` can
/// be written is found out before anything is trained. The same request and recipe give the same bytes of every model, vector and
/// index at any number of threads. Errors: those of every stage.
[[nodiscard]] KINORA_EXPORT Result<BuildSummary> build_bundle(const BuildRequest& request, const Execution& execution);

}  // namespace kinora
