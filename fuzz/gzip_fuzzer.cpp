// Gzip streams: any bytes give content or an error.
#include "textio/gzip.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static_cast<void>(kinora::textio::gunzip({reinterpret_cast<const char*>(data), size}, "fuzz", {}));
  return 0;
}
