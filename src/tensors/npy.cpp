#include "tensors/npy.hpp"

#include "base/try.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

namespace kinora {
namespace {

static_assert(std::endian::native == std::endian::little, "arrays are written as they lie in memory: little-endian");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kMaxHeader = 1U << 20U;

std::string npy_header(std::string_view descr, const std::string& shape) {
  std::string dictionary = "{'descr': '" + std::string(descr) + "', 'fortran_order': False, 'shape': (" + shape + "), }";
  const std::size_t preamble = kMagic.size() + 4;
  const std::size_t unpadded = preamble + dictionary.size() + 1;
  dictionary.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
  dictionary += '\n';
  std::string header(kMagic);
  header += '\x01';
  header += '\x00';
  header += static_cast<char>(dictionary.size() & 0xFFU);
  header += static_cast<char>(dictionary.size() >> 8U);
  return header + dictionary;
}

Result<void> write_array(FileSystem& files, const std::filesystem::path& path, const std::string& header,
                         std::span<const std::byte> data) {
  const std::vector<std::span<const std::byte>> parts = {std::as_bytes(std::span(header)), data};
  return write_file_atomically(files, path, parts);
}

/// The dictionary of the header: the three keys that NumPy writes, in any order.
class HeaderDictionary {
 public:
  explicit HeaderDictionary(std::string_view text) : rest_(text) {}

  bool parse() {
    if (!take('{')) return false;
    while (!take('}')) {
      std::string_view key;
      if (!take_string(key) || !take(':') || !take_value(key)) return false;
      if (!take(',') && !at('}')) return false;
    }
    skip_spaces();
    return rest_.empty() && seen_ == (kDescr | kOrder | kShape);
  }

  std::string_view descr;
  bool fortran_order = false;
  std::vector<std::uint64_t> shape;

 private:
  static constexpr unsigned kDescr = 1;
  static constexpr unsigned kOrder = 2;
  static constexpr unsigned kShape = 4;
  static constexpr std::size_t kMostDimensions = 64;

  void skip_spaces() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }

  bool at(char expected) {
    skip_spaces();
    return !rest_.empty() && rest_.front() == expected;
  }

  bool take(char expected) {
    if (!at(expected)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool take_word(std::string_view word) {
    skip_spaces();
    if (rest_.substr(0, word.size()) != word) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  bool take_string(std::string_view& text) {
    skip_spaces();
    if (rest_.empty() || (rest_.front() != '\'' && rest_.front() != '"')) return false;
    const std::size_t end = rest_.find(rest_.front(), 1);
    if (end == std::string_view::npos) return false;
    text = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool take_value(std::string_view key) {
    const unsigned field = key == "descr" ? kDescr : key == "fortran_order" ? kOrder : key == "shape" ? kShape : 0;
    if (field == 0 || (seen_ & field) != 0) return false;
    seen_ |= field;
    if (field == kDescr) return take_string(descr);
    if (field == kShape) return take_shape();
    fortran_order = take_word("True");
    return fortran_order || take_word("False");
  }

  bool take_shape() {
    if (!take('(')) return false;
    while (!take(')')) {
      skip_spaces();
      std::uint64_t extent = 0;
      const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), extent);
      if (error != std::errc() || shape.size() == kMostDimensions) return false;
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
      shape.push_back(extent);
      if (!take(',') && !at(')')) return false;
    }
    return true;
  }

  std::string_view rest_;
  unsigned seen_ = 0;
};

tl::unexpected<Error> unknown(std::string_view name, std::string what, std::string expected, std::string found = {}) {
  return fail({.code = ErrorCode::kFormatUnknown,
               .what = std::move(what),
               .where = std::string(name),
               .expected = std::move(expected),
               .found = std::move(found),
               .next_step = "Save the array with numpy.save(path, array.astype(numpy.float32))"});
}

tl::unexpected<Error> truncated(std::string_view name, std::uint64_t expected, std::uint64_t found) {
  return fail({.code = ErrorCode::kFileTruncated,
               .what = "the file ends in the middle of the array",
               .where = std::string(name),
               .expected = std::to_string(expected) + " bytes",
               .found = std::to_string(found) + " bytes",
               .next_step = "Copy or save the file again"});
}

struct Layout {
  std::string_view header;
  std::size_t data_begin = 0;
};

/// Where the header ends: its length has two bytes in version 1, four since.
Result<Layout> find_header(std::span<const std::byte> bytes, std::string_view name) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.substr(0, kMagic.size()) != kMagic) return unknown(name, "this is no .npy file", "a file that starts with \\x93NUMPY");
  const std::size_t version_end = kMagic.size() + 2;
  if (text.size() < version_end) return truncated(name, version_end, text.size());
  const auto major = static_cast<unsigned char>(text[kMagic.size()]);
  if (major < 1 || major > 3)
    return unknown(name, "the version of the .npy format is not known", "1 to 3", std::to_string(major));
  const std::size_t begin = version_end + (major == 1 ? 2 : 4);
  if (text.size() < begin) return truncated(name, begin, text.size());
  std::size_t length = 0;
  for (std::size_t i = begin; i > version_end; --i) length = length << 8U | static_cast<unsigned char>(text[i - 1]);
  if (length > kMaxHeader) return unknown(name, "the header is too long", "at most 1 MiB", std::to_string(length) + " bytes");
  if (length > text.size() - begin) return truncated(name, begin + length, text.size());
  return Layout{text.substr(begin, length), begin + length};
}

float to_float(float value) { return value; }

float to_float(double value) {
  constexpr double kMost = std::numeric_limits<float>::max();
  if (std::abs(value) > kMost && std::isfinite(value))
    return value < 0 ? -std::numeric_limits<float>::infinity() : std::numeric_limits<float>::infinity();
  return static_cast<float>(value);
}

template <class Element>
void copy_elements(const std::byte* source, bool by_columns, Matrix& matrix) {
  const std::size_t rows = matrix.rows();
  const std::size_t cols = matrix.cols();
  for (std::size_t row = 0; row < rows; ++row) {
    const std::span<float> to = matrix.row(row);
    for (std::size_t col = 0; col < cols; ++col) {
      Element value;
      std::memcpy(&value, source + (by_columns ? col * rows + row : row * cols + col) * sizeof(Element), sizeof(Element));
      to[col] = to_float(value);
    }
  }
}

}  // namespace

Result<void> write_npy(FileSystem& files, const std::filesystem::path& path, const MatrixView& matrix) {
  const std::string header = npy_header("<f4", std::to_string(matrix.rows) + ", " + std::to_string(matrix.cols));
  if (matrix.stride == matrix.cols)
    return write_array(files, path, header, std::as_bytes(std::span(matrix.data, matrix.rows * matrix.cols)));
  std::vector<float> packed;
  packed.reserve(matrix.rows * matrix.cols);
  for (std::size_t row = 0; row < matrix.rows; ++row) packed.insert(packed.end(), matrix.row(row).begin(), matrix.row(row).end());
  return write_array(files, path, header, std::as_bytes(std::span(packed)));
}

Result<void> write_npy(FileSystem& files, const std::filesystem::path& path, std::span<const std::int64_t> values) {
  return write_array(files, path, npy_header("<i8", std::to_string(values.size()) + ","), std::as_bytes(values));
}

Result<Matrix> read_npy(FileSystem& files, const std::filesystem::path& path) {
  KINORA_TRY(const auto file, files.map(path));
  return parse_npy(file->bytes(), path.string());
}

Result<Matrix> parse_npy(std::span<const std::byte> bytes, std::string_view name) {
  KINORA_TRY(const Layout layout, find_header(bytes, name));
  HeaderDictionary dictionary(layout.header);
  if (!dictionary.parse()) return unknown(name, "the header of the array cannot be read", "descr, fortran_order and shape");
  const bool wide = dictionary.descr == "<f8";
  if (!wide && dictionary.descr != "<f4")
    return unknown(name, "the elements have the wrong type", "<f4 or <f8", std::string(dictionary.descr));
  if (dictionary.shape.size() != 2)
    return unknown(name, "the array has the wrong number of dimensions", "2", std::to_string(dictionary.shape.size()));

  const std::uint64_t rows = dictionary.shape[0];
  const std::uint64_t cols = dictionary.shape[1];
  if (rows != 0 && cols == 0) return unknown(name, "the rows of the array are empty", "at least one column", "0 columns");
  std::uint64_t size = 0;
  const std::uint64_t available = bytes.size() - layout.data_begin;
  if (__builtin_mul_overflow(rows, cols, &size) || __builtin_mul_overflow(size, wide ? sizeof(double) : sizeof(float), &size))
    return unknown(name, "the shape of the array is too large", "at most 2^64 bytes",
                   std::to_string(rows) + " × " + std::to_string(cols));
  if (size > available) return truncated(name, size, available);
  if (size < available)
    return unknown(name, "the file goes on after the array", std::to_string(size) + " bytes of data",
                   std::to_string(available) + " bytes");
  Matrix matrix(rows, cols);
  const std::byte* source = bytes.data() + layout.data_begin;
  if (wide)
    copy_elements<double>(source, dictionary.fortran_order, matrix);
  else
    copy_elements<float>(source, dictionary.fortran_order, matrix);
  return matrix;
}

}  // namespace kinora
