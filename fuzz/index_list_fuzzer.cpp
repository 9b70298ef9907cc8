// Any bytes as LanceDB's index list: what is left of it without some fragments is a list that has no index of them.
#include "store/maintenance/index_section.hpp"
#include "store/maintenance/table_files.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kinora::maintenance;
  kinora::lance::ManifestFile file;
  file.index_section.assign(reinterpret_cast<const char*>(data), size);
  const auto before = foreign_indices(file, "fuzz");
  NamedFiles named;
  if (named.add(file, "fuzz").has_value() != before.has_value()) std::abort();
  const std::size_t dropped = drop_indices_of(file, {0, 1, 2});
  if (drop_indices_of(file, {0, 1, 2}) != 0) std::abort();
  const auto after = foreign_indices(file, "fuzz");
  if (before && (!after || after->size() + dropped != before->size())) std::abort();
  return 0;
}
