#include "tensors/safetensors.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

/// Reads every byte that a tensor claims to have.
template <class T>
void read_all(const kinora::SafetensorsFile& file, const std::string& name) {
  const auto values = file.array<T>(name);
  if (!values) return;
  T sum = 0;
  for (const T value : *values) sum = value < T(1) ? value : sum;
  [[maybe_unused]] static volatile T sink;
  sink = sum;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = kinora::SafetensorsFile::parse(std::as_bytes(std::span(data, size)), "fuzz");
  if (!file) {
    if (file.error().message().empty()) std::abort();
    return 0;
  }
  for (const auto& [name, tensor] : file->tensors()) {
    read_all<std::uint8_t>(*file, name);
    read_all<std::int32_t>(*file, name);
    read_all<std::int64_t>(*file, name);
    read_all<float>(*file, name);
    read_all<double>(*file, name);
    static_cast<void>(file->copy_matrix(name));
  }
  return 0;
}
