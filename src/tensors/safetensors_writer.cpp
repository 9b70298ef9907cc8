#include "base/check.hpp"
#include "base/hash.hpp"
#include "tensors/safetensors.hpp"
#include "tensors/safetensors_checksum.hpp"
#include "tensors/safetensors_header.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace kinora {
namespace {

constexpr std::size_t kDataAlignment = 64;
using NamedTensor = std::pair<std::string, Tensor>;

std::uint64_t element_count(const std::vector<std::uint64_t>& shape) {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : shape)
    KINORA_CHECK(!__builtin_mul_overflow(count, extent, &count), "a shape of more than 2^64 elements");
  return count;
}

std::vector<const NamedTensor*> in_file_order(const std::vector<NamedTensor>& tensors) {
  std::vector<const NamedTensor*> order;
  order.reserve(tensors.size());
  for (const NamedTensor& tensor : tensors) order.push_back(&tensor);
  std::stable_sort(order.begin(), order.end(), [](const NamedTensor* a, const NamedTensor* b) {
    return element_size(a->second.type) > element_size(b->second.type);
  });
  return order;
}

/// Nothing if a string in it is not UTF-8.
std::optional<std::string> header_text(const std::vector<const NamedTensor*>& order,
                                       const std::map<std::string, std::string>& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  header[std::string(kSafetensorsMetadata)] = metadata;
  std::uint64_t offset = 0;
  for (const NamedTensor* named : order) {
    const Tensor& tensor = named->second;
    header[named->first] = {{"dtype", std::string(tensor_type_name(tensor.type))},
                            {"shape", tensor.shape},
                            {"data_offsets", {offset, offset + tensor.bytes.size()}}};
    offset += tensor.bytes.size();
  }
  try {
    std::string text = header.dump();
    const std::size_t unaligned = (sizeof(std::uint64_t) + text.size()) % kDataAlignment;
    if (unaligned != 0) text.append(kDataAlignment - unaligned, ' ');
    return text;
  } catch (const nlohmann::json::type_error&) {
    return std::nullopt;
  }
}

std::array<std::byte, 8> little_endian(std::uint64_t value) {
  std::array<std::byte, 8> bytes{};
  for (std::byte& byte : bytes) {
    byte = static_cast<std::byte>(value & 0xFFU);
    value >>= 8U;
  }
  return bytes;
}

}  // namespace

void SafetensorsWriter::add(std::string name, const MatrixView& matrix) {
  auto packed = std::make_unique<std::vector<float>>();
  packed->reserve(matrix.rows * matrix.cols);
  for (std::size_t row = 0; row < matrix.rows; ++row)
    packed->insert(packed->end(), matrix.row(row).begin(), matrix.row(row).end());
  add_tensor(std::move(name), {TensorType::kF32, {matrix.rows, matrix.cols}, std::as_bytes(std::span(*packed))});
  packed_.push_back(std::move(packed));
}

void SafetensorsWriter::set_metadata(std::string key, std::string value) {
  KINORA_CHECK(key != kSafetensorsChecksum && key != kSafetensorsChunkedChecksum, key);
  metadata_[std::move(key)] = std::move(value);
}

void SafetensorsWriter::add_tensor(std::string name, Tensor tensor) {
  KINORA_CHECK(name != kSafetensorsMetadata, name);
  KINORA_CHECK(std::none_of(tensors_.begin(), tensors_.end(), [&](const NamedTensor& known) { return known.first == name; }),
               name);
  const std::uint64_t count = element_count(tensor.shape);
  KINORA_CHECK(tensor.bytes.size() / element_size(tensor.type) == count, name, tensor.bytes.size(), count);
  tensors_.emplace_back(std::move(name), std::move(tensor));
}

Result<void> SafetensorsWriter::write(FileSystem& files, const std::filesystem::path& path) const {
  const std::vector<const NamedTensor*> order = in_file_order(tensors_);
  Xxh3Stream checksum;
  ChunkedChecksum chunked;
  std::size_t size = 0;
  for (const NamedTensor* named : order) {
    checksum.update(named->second.bytes);
    chunked.update(named->second.bytes);
    size += named->second.bytes.size();
  }
  std::map<std::string, std::string> metadata = metadata_;
  metadata[kSafetensorsChecksum] = checksum_text(checksum.digest());
  if (size > kChecksumChunk) metadata[kSafetensorsChunkedChecksum] = checksum_text(chunked.digest());

  const std::optional<std::string> header = header_text(order, metadata);
  if (!header)
    return fail({.code = ErrorCode::kInvalidArgument,
                 .what = "a tensor name or a metadata string is not UTF-8",
                 .where = path.string(),
                 .expected = "UTF-8 text",
                 .next_step = "Convert it before it is saved"});
  const std::array<std::byte, 8> length = little_endian(header->size());
  std::vector<std::span<const std::byte>> parts = {length, std::as_bytes(std::span(*header))};
  for (const NamedTensor* named : order) parts.push_back(named->second.bytes);
  return write_file_atomically(files, path, parts);
}

}  // namespace kinora
