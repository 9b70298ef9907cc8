#include "engine/bundle.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Any text is a manifest or an error; a manifest that was read can be written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto info = kinora::parse_manifest({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (info && !kinora::parse_manifest(kinora::manifest_to_json(*info), "again")) std::abort();
  return 0;
}
