// Any bytes as the file of a tag, and as a time: an error, or a version and times that are the same when written and read again.
#include "store/maintenance/rfc3339.hpp"
#include "store/maintenance/tag_store.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kinora::maintenance;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::uint64_t manifest_size = 0;
  const auto tag = parse_tag(text, "name", "fuzz", &manifest_size);
  if (tag && tag->version == 0) std::abort();
  if (!tag && tag.error().message().empty()) std::abort();
  if (const auto time = from_rfc3339(text); time && from_rfc3339(to_rfc3339(*time)) != time) std::abort();
  return 0;
}
