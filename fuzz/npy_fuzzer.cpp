#include "tensors/npy.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto matrix = kinora::parse_npy(std::as_bytes(std::span(data, size)), "fuzz");
  if (!matrix && matrix.error().message().empty()) std::abort();
  if (matrix && matrix->rows() * matrix->cols() * sizeof(float) > size) std::abort();
  return 0;
}
