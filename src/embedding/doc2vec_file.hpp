#pragma once

#include "base/file_system.hpp"
#include "embedding/weights.hpp"
#include "kinora/base/result.hpp"
#include "kinora/embedding/doc2vec_options.hpp"
#include "kinora/text/vocabulary.hpp"
#include "tensors/safetensors.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace kinora {

/// A model as a file holds it (docs/formats/doc2vec.md).
struct StoredDoc2Vec {
  Doc2VecOptions options;
  Vocabulary vocabulary;
  Weights weights;  ///< without documents if the file has none
};

struct StoredDoc2VecView {
  const Doc2VecOptions& options;
  const Vocabulary& vocabulary;
  const NetworkShape& shape;
  const Weights& weights;
};

[[nodiscard]] Result<void> write_doc2vec(FileSystem& files, const std::filesystem::path& path, const StoredDoc2VecView& model,
                                         bool with_documents);

/// kBundleForeign if the file is no model of Kinora's or of a newer version, kBundleCorrupt if anything in it contradicts the
/// rest. `name` stands for the file in errors.
[[nodiscard]] Result<StoredDoc2Vec> read_doc2vec(const SafetensorsFile& file, const std::string& name);

/// The options as JSON, every key of the recipe's [doc2vec] and the seed; and back, strictly.
[[nodiscard]] std::string options_to_json(const Doc2VecOptions& options);
[[nodiscard]] Result<Doc2VecOptions> options_from_json(std::string_view text, const std::string& name);

}  // namespace kinora
