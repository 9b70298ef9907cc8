#pragma once

#include "base/file_system.hpp"
#include "classify/fitted_classifier.hpp"
#include "tensors/safetensors.hpp"

#include <filesystem>
#include <string>

namespace kinora {

// The file of a classifier: docs/formats/classifier.md.

[[nodiscard]] Result<void> write_classifier(FileSystem& files, const std::filesystem::path& path,
                                            const FittedClassifier& classifier);

/// `name` stands for the file in errors. kBundleForeign: not a classifier, or of a newer format; kBundleCorrupt: its parts do not
/// fit together.
[[nodiscard]] Result<FittedClassifier> read_classifier(const SafetensorsFile& file, const std::string& name);

}  // namespace kinora
