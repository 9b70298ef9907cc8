#include "base/hash.hpp"
#include "base/try.hpp"
#include "tensors/safetensors.hpp"
#include "tensors/safetensors_checksum.hpp"
#include "tensors/safetensors_header.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

namespace kinora {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are mapped as they lie in the file: little-endian");

constexpr std::size_t kLengthBytes = 8;

tl::unexpected<Error> corrupt(const std::string& where, std::string what, std::string expected = {}, std::string found = {}) {
  return fail({.code = ErrorCode::kBundleCorrupt,
               .what = std::move(what),
               .where = where,
               .expected = std::move(expected),
               .found = std::move(found),
               .next_step = "The file is damaged or incomplete; restore it or build the model again"});
}

std::string shape_text(const std::vector<std::uint64_t>& shape) {
  std::string text;
  for (const std::uint64_t extent : shape) text += (text.empty() ? "" : " × ") + std::to_string(extent);
  return shape.empty() ? "a single value" : text;
}

/// The bytes that a tensor of this shape takes; nothing if that does not fit in 64 bits.
std::optional<std::uint64_t> byte_size(const TensorEntry& entry) {
  std::uint64_t size = element_size(entry.type);
  // An extent of zero first: [2^40, 2^40, 0] has no elements, whatever the product of the others.
  if (std::find(entry.shape.begin(), entry.shape.end(), 0U) != entry.shape.end()) return 0;
  for (const std::uint64_t extent : entry.shape)
    if (__builtin_mul_overflow(size, extent, &size)) return std::nullopt;
  return size;
}

Result<void> check_entry(const std::string& where, const std::string& name, const TensorEntry& entry, std::uint64_t data_size) {
  const std::string range = std::to_string(entry.begin) + " to " + std::to_string(entry.end);
  if (entry.begin > entry.end || entry.end > data_size)
    return corrupt(where, "tensor " + printable_name(name) + " lies outside the data",
                   "offsets within 0 to " + std::to_string(data_size), range);
  const std::optional<std::uint64_t> size = byte_size(entry);
  if (!size || *size != entry.end - entry.begin)
    return corrupt(where, "the shape and the offsets of tensor " + printable_name(name) + " contradict each other",
                   shape_text(entry.shape) + " of " + std::string(tensor_type_name(entry.type)), range);
  return {};
}

/// Each byte of the data belongs to one tensor, as the format demands.
Result<void> check_cover(const std::string& where, const SafetensorsHeader& header, std::uint64_t data_size) {
  std::vector<const std::pair<const std::string, TensorEntry>*> order;
  order.reserve(header.tensors.size());
  for (const auto& named : header.tensors) order.push_back(&named);
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return std::pair(a->second.begin, a->second.end) < std::pair(b->second.begin, b->second.end);
  });
  std::uint64_t covered = 0;
  for (const auto* named : order) {
    if (named->second.begin != covered)
      return corrupt(
          where,
          "tensor " + printable_name(named->first) + (named->second.begin < covered ? " overlaps another" : " follows a gap"),
          "an offset of " + std::to_string(covered), std::to_string(named->second.begin));
    covered = named->second.end;
  }
  if (covered != data_size)
    return corrupt(where, "the file goes on after the last tensor", std::to_string(covered) + " bytes of data",
                   std::to_string(data_size) + " bytes");
  return {};
}

/// The checksum of chunks rather than that of the whole, where there are both.
Result<void> check_checksum(const std::string& where, const SafetensorsHeader& header, std::span<const std::byte> data) {
  const auto whole = header.metadata.find(kSafetensorsChecksum);
  const auto chunked = header.metadata.find(kSafetensorsChunkedChecksum);
  if (whole == header.metadata.end() && chunked == header.metadata.end()) return {};
  const bool by_chunk = chunked != header.metadata.end();
  const std::string& stated = by_chunk ? chunked->second : whole->second;
  const std::string actual = checksum_text(by_chunk ? chunked_checksum(data) : xxh3_64(data));
  if (stated != actual)
    return corrupt(where, "the checksum of the data is wrong", printable_name(stated), printable_name(actual));
  return {};
}

Result<std::string_view> header_of(std::span<const std::byte> bytes, const std::string& where) {
  if (bytes.size() < kLengthBytes)
    return corrupt(where, "the file is too short for a safetensors file", "at least 8 bytes",
                   std::to_string(bytes.size()) + " bytes");
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), kLengthBytes);
  if (length > bytes.size() - kLengthBytes)
    return corrupt(where, "the header is longer than the file",
                   "at most " + std::to_string(bytes.size() - kLengthBytes) + " bytes", std::to_string(length) + " bytes");
  if (length > kMaxSafetensorsHeader)
    return corrupt(where, "the header is too long", "at most " + std::to_string(kMaxSafetensorsHeader) + " bytes",
                   std::to_string(length) + " bytes");
  return std::string_view(reinterpret_cast<const char*>(bytes.data()) + kLengthBytes, length);
}

}  // namespace

Result<SafetensorsFile> SafetensorsFile::open(FileSystem& files, const std::filesystem::path& path) {
  KINORA_TRY(auto mapped, files.map(path));
  KINORA_TRY(SafetensorsFile file, parse(mapped->bytes(), path.string()));
  file.file_ = std::move(mapped);
  return file;
}

Result<SafetensorsFile> SafetensorsFile::parse(std::span<const std::byte> bytes, std::string name) {
  KINORA_TRY(const std::string_view json, header_of(bytes, name));
  KINORA_TRY(SafetensorsHeader header, parse_safetensors_header(json, name));
  const std::span<const std::byte> data = bytes.subspan(kLengthBytes + json.size());
  for (const auto& [tensor, entry] : header.tensors) KINORA_TRY_VOID(check_entry(name, tensor, entry, data.size()));
  KINORA_TRY_VOID(check_cover(name, header, data.size()));
  KINORA_TRY_VOID(check_checksum(name, header, data));

  SafetensorsFile file;
  for (auto& [tensor, entry] : header.tensors) {
    std::span<const std::byte> elements = data.subspan(entry.begin, entry.end - entry.begin);
    if (reinterpret_cast<std::uintptr_t>(elements.data()) % element_size(entry.type) != 0) {
      const std::shared_ptr<std::byte[]> copy(new std::byte[elements.size()]);
      std::copy(elements.begin(), elements.end(), copy.get());
      elements = {copy.get(), elements.size()};
      file.realigned_.push_back(copy);
    }
    file.tensors_.emplace(tensor, Tensor{entry.type, std::move(entry.shape), elements});
  }
  file.metadata_ = std::move(header.metadata);
  file.name_ = std::move(name);
  return file;
}

Result<std::string> SafetensorsFile::require_metadata(const std::string& key) const {
  const auto found = metadata_.find(key);
  if (found == metadata_.end()) return corrupt(name_, "the metadata lack the key " + printable_name(key));
  return found->second;
}

Result<Tensor> SafetensorsFile::require_tensor(const std::string& name, TensorType type) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end()) return corrupt(name_, "tensor " + printable_name(name) + " is missing");
  if (found->second.type != type)
    return corrupt(name_, "tensor " + printable_name(name) + " has the wrong element type", std::string(tensor_type_name(type)),
                   std::string(tensor_type_name(found->second.type)));
  return found->second;
}

Result<MatrixView> SafetensorsFile::matrix(const std::string& name) const {
  KINORA_TRY(const Tensor tensor, require_tensor(name, TensorType::kF32));
  if (tensor.shape.size() != 2 || (tensor.shape[0] != 0 && tensor.shape[1] == 0))
    return corrupt(name_, "tensor " + printable_name(name) + " has the wrong shape", "rows × columns", shape_text(tensor.shape));
  return MatrixView{reinterpret_cast<const float*>(tensor.bytes.data()), tensor.shape[0], tensor.shape[1], tensor.shape[1]};
}

Result<Matrix> SafetensorsFile::copy_matrix(const std::string& name) const {
  KINORA_TRY(const MatrixView view, matrix(name));
  Matrix copy(view.rows, view.cols);
  for (std::size_t row = 0; row < view.rows; ++row) std::copy_n(view.row(row).data(), view.cols, copy.row(row).data());
  return copy;
}

}  // namespace kinora
