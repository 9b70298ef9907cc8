#pragma once

#include "base/check.hpp"
#include "base/file_system.hpp"
#include "kinora/base/result.hpp"
#include "kinora/math/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace kinora {

/// The element types of the safetensors format that Kinora uses (docs/formats/safetensors.md).
enum class TensorType : std::uint8_t { kU8, kI32, kU32, kI64, kU64, kF32, kF64 };

template <class T>
constexpr TensorType tensor_type_of() {
  if constexpr (std::is_same_v<T, std::uint8_t>)
    return TensorType::kU8;
  else if constexpr (std::is_same_v<T, std::int32_t>)
    return TensorType::kI32;
  else if constexpr (std::is_same_v<T, std::uint32_t>)
    return TensorType::kU32;
  else if constexpr (std::is_same_v<T, std::int64_t>)
    return TensorType::kI64;
  else if constexpr (std::is_same_v<T, std::uint64_t>)
    return TensorType::kU64;
  else if constexpr (std::is_same_v<T, float>)
    return TensorType::kF32;
  else {
    static_assert(std::is_same_v<T, double>, "not a tensor element type");
    return TensorType::kF64;
  }
}

/// Bytes of one element.
[[nodiscard]] std::size_t element_size(TensorType type);
/// The name of the type in a file's header: "F32".
[[nodiscard]] std::string_view tensor_type_name(TensorType type);

/// One named array of a file: row-major, no padding.
struct Tensor {
  TensorType type = TensorType::kF32;
  std::vector<std::uint64_t> shape;
  std::span<const std::byte> bytes;
};

/// Collects arrays and writes them as one safetensors file, atomically and fsynced, with an XXH3 checksum of the data in the
/// metadata ("xxh3_64"). Data starts 64-byte aligned; tensors are written by descending element size, in the order they were
/// added within a size, so that each is aligned for its type in the mapped file. The arrays given to add() must live until
/// write(). A name given twice, or a shape that does not hold the values, is a bug.
class SafetensorsWriter {
 public:
  template <class T>
  void add(std::string name, std::span<const T> values,  // NOLINT(performance-unnecessary-value-param): it is moved from
           std::vector<std::uint64_t> shape = {}) {
    if (shape.empty()) shape = {values.size()};
    add_tensor(std::move(name), {tensor_type_of<T>(), std::move(shape), std::as_bytes(values)});
  }
  /// A rows × cols float tensor, without the padding of the matrix's rows.
  void add(std::string name, const MatrixView& matrix);
  /// Replaces an earlier value of the key. "xxh3_64" and "xxh3_64_chunks" are the writer's own.
  void set_metadata(std::string key, std::string value);
  /// kInvalidArgument if a name or a metadata string is not UTF-8; otherwise the errors of write_file_atomically.
  [[nodiscard]] Result<void> write(FileSystem& files, const std::filesystem::path& path) const;

 private:
  void add_tensor(std::string name, Tensor tensor);

  std::vector<std::pair<std::string, Tensor>> tensors_;
  std::vector<std::unique_ptr<std::vector<float>>> packed_;
  std::map<std::string, std::string> metadata_;
};

/// A safetensors file mapped read-only. Copies share the mapping; every span lives as long as one of them.
/// open() checks the header, every offset and length against the file's size before anything is allocated, and the checksum if
/// there is one: kBundleCorrupt names the file and what is wrong. Also opens files written by Python's safetensors; a tensor that
/// such a file does not align for its type is copied.
class SafetensorsFile {
 public:
  static Result<SafetensorsFile> open(FileSystem& files, const std::filesystem::path& path);
  /// The same over bytes in memory (kept alive by the caller); `name` stands for the path in errors.
  static Result<SafetensorsFile> parse(std::span<const std::byte> bytes, std::string name);

  [[nodiscard]] const std::map<std::string, Tensor>& tensors() const { return tensors_; }
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const { return metadata_; }
  /// The value of a metadata key; kBundleCorrupt if it is not there.
  [[nodiscard]] Result<std::string> require_metadata(const std::string& key) const;

  /// The elements of a tensor; kBundleCorrupt if it is missing or of another type.
  template <class T>
  [[nodiscard]] Result<std::span<const T>> array(const std::string& name) const {
    const Result<Tensor> tensor = require_tensor(name, tensor_type_of<T>());
    if (!tensor) return fail(tensor.error());
    return std::span(reinterpret_cast<const T*>(tensor->bytes.data()), tensor->bytes.size() / sizeof(T));
  }
  /// A two-dimensional float tensor as a view (stride == cols); kBundleCorrupt if it has rows without columns.
  [[nodiscard]] Result<MatrixView> matrix(const std::string& name) const;
  /// The same, copied into padded rows.
  [[nodiscard]] Result<Matrix> copy_matrix(const std::string& name) const;

 private:
  [[nodiscard]] Result<Tensor> require_tensor(const std::string& name, TensorType type) const;

  std::string name_;
  std::shared_ptr<const MappedFile> file_;
  std::vector<std::shared_ptr<const std::byte[]>> realigned_;  // copies of tensors that their file does not align
  std::map<std::string, Tensor> tensors_;
  std::map<std::string, std::string> metadata_;
};

}  // namespace kinora
