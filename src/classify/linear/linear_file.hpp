#pragma once

#include "base/file_system.hpp"
#include "classify/linear/fitted_linear.hpp"
#include "tensors/safetensors.hpp"

#include <filesystem>
#include <string>

namespace kinora {

// The file of a linear classifier: docs/formats/classifier.md, version 2.

[[nodiscard]] Result<void> write_linear(FileSystem& files, const std::filesystem::path& path, const FittedLinear& classifier);

/// `name` stands for the file in errors. kBundleForeign: not a linear classifier, or of a newer format; kBundleCorrupt: its parts
/// do not fit together.
[[nodiscard]] Result<FittedLinear> read_linear(const SafetensorsFile& file, const std::string& name);

}  // namespace kinora
