// Any bytes as a manifest file: an error, or a manifest that is the same after it was written and read again.
#include "store/lance/features.hpp"
#include "store/lance/manifest_file.hpp"
#include "store/lance/schema.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kinora::lance;
  const auto file = parse_manifest(std::as_bytes(std::span(data, size)), "fuzz");
  if (!file) {
    if (file.error().message().empty()) std::abort();
    return 0;
  }
  const std::string written = serialize_manifest(*file);
  const auto again = parse_manifest(std::as_bytes(std::span(written)), "fuzz");
  if (!again || serialize_manifest(*again) != written) std::abort();
  if (again->index_section != file->index_section || again->transaction.has_value() != file->transaction.has_value())
    std::abort();

  static_cast<void>(check_readable(file->manifest, "fuzz"));
  static_cast<void>(check_writable(file->manifest, "fuzz"));
  const auto fields = read_schema(file->manifest.fields(), "fuzz");
  for (std::size_t i = 0; fields && i < fields->size(); ++i)
    if ((*fields)[i].unsupported_type.empty() && (*fields)[i].field.type == kinora::DataType::kVector &&
        (*fields)[i].field.dimension == 0)
      std::abort();
  return 0;
}
