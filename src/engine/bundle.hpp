#pragma once

#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/engine/bundle_info.hpp"
#include "kinora/recipe/recipe.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace kinora {

/// Where everything of a bundle lies (docs/formats/bundle.md). Paths only; nothing is touched.
class BundleLayout {
 public:
  explicit BundleLayout(std::filesystem::path root) : root_(std::move(root)) {}

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  [[nodiscard]] std::filesystem::path manifest() const { return root_ / "bundle.json"; }
  [[nodiscard]] std::filesystem::path table(const std::string& name) const { return root_ / (name + ".lance"); }
  [[nodiscard]] std::filesystem::path models() const { return root_ / "models"; }
  [[nodiscard]] std::filesystem::path generation(std::uint64_t number) const { return models() / std::to_string(number); }

 private:
  std::filesystem::path root_;
};

/// The files of one generation.
struct GenerationLayout {
  std::filesystem::path directory;

  [[nodiscard]] std::filesystem::path recipe() const { return directory / "recipe.toml"; }
  [[nodiscard]] std::filesystem::path doc2vec() const { return directory / "doc2vec.safetensors"; }
  [[nodiscard]] std::filesystem::path spectral() const { return directory / "spectral.safetensors"; }
  /// The file of the encoder that gives films their vectors.
  [[nodiscard]] std::filesystem::path film_encoder(EncoderKind kind) const {
    return kind == EncoderKind::kSpectral ? spectral() : doc2vec();
  }
  [[nodiscard]] std::filesystem::path encoder() const { return directory / "encoder.safetensors"; }
  [[nodiscard]] std::filesystem::path classifier() const { return directory / "classifier.safetensors"; }
  [[nodiscard]] std::filesystem::path evaluation() const { return directory / "evaluation.safetensors"; }
  [[nodiscard]] std::filesystem::path movies() const { return directory / "movies.safetensors"; }
  /// What bundle.json was when the generation was published: put in its place, it takes a later build back.
  [[nodiscard]] std::filesystem::path manifest() const { return directory / "bundle.json"; }
  [[nodiscard]] std::filesystem::path titles() const { return directory / "titles.safetensors"; }
};

/// bundle.json. Errors of reading: kBundleMissing, kBundleForeign (not ours, or of a newer format), kBundleCorrupt.
[[nodiscard]] Result<BundleInfo> read_manifest(FileSystem& files, const BundleLayout& bundle);
[[nodiscard]] Result<BundleInfo> parse_manifest(std::string_view text, const std::string& name);
[[nodiscard]] std::string manifest_to_json(const BundleInfo& info);
/// Atomic: the switch from one generation to the next.
[[nodiscard]] Result<void> write_manifest(FileSystem& files, const BundleLayout& bundle, const BundleInfo& info);

}  // namespace kinora
