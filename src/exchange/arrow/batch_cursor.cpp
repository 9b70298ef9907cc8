#include "exchange/arrow/batch_cursor.hpp"

#include <string>
#include <utility>

namespace kinora::exchange {
namespace {

constexpr std::int64_t kNotCompressed = -1;
/// Zstandard makes at most 128 KiB of four bytes: what claims to be longer is not believed.
constexpr std::uint64_t kMaxRatio = 1U << 15U;

}  // namespace

Result<void> UnbackedBytes::take(std::uint64_t count, std::uint64_t bytes_each, std::string_view file) {
  std::uint64_t bytes = 0;
  if (__builtin_mul_overflow(count, bytes_each, &bytes) || bytes > left_)
    return damaged(file, "the Arrow file makes too much of few bytes: nulls, or the same text again and again");
  left_ -= bytes;
  return {};
}

Result<std::size_t> BatchCursor::rows() const {
  if (batch_.length() < 0) return damaged(file_, "a record batch has fewer than no rows");
  return static_cast<std::size_t>(batch_.length());
}

Result<std::size_t> BatchCursor::next_node(bool& has_nulls) {
  if (batch_.nodes() == nullptr || next_node_ == batch_.nodes()->size())
    return damaged(file_, "a record batch has too few columns");
  const auto node = lance::element(*batch_.nodes(), next_node_++);
  if (node.length() < 0) return damaged(file_, "a column of a record batch has fewer than no values");
  has_nulls = node.null_count() != 0;
  return static_cast<std::size_t>(node.length());
}

Result<Bytes> BatchCursor::next_buffer(std::size_t least) {
  if (batch_.buffers() == nullptr || next_buffer_ == batch_.buffers()->size())
    return damaged(file_, "a record batch has too few buffers");
  const auto place = lance::element(*batch_.buffers(), next_buffer_++);
  KINORA_TRY(Bytes buffer, part_of(body_, place.offset(), place.length(), file_, "a buffer"));
  used_bytes_ += buffer.size();
  if (used_bytes_ > body_.size()) return damaged(file_, "the buffers of a record batch overlap");
  if (batch_.compression() != nullptr && !buffer.empty()) {
    KINORA_TRY(buffer, decompress(buffer));
  }
  if (buffer.size() < least) return damaged(file_, "a buffer is shorter than its values");
  return buffer;
}

Result<std::size_t> BatchCursor::next_variadic_count() {
  if (batch_.variadic_counts() == nullptr || next_variadic_ == batch_.variadic_counts()->size())
    return damaged(file_, "a record batch does not say how many buffers its views have");
  const std::int64_t count = batch_.variadic_counts()->Get(next_variadic_++);
  const std::size_t left = batch_.buffers() == nullptr ? 0 : batch_.buffers()->size() - next_buffer_;
  if (count < 0 || static_cast<std::uint64_t>(count) > left) return damaged(file_, "a record batch has too few buffers");
  return static_cast<std::size_t>(count);
}

Result<void> BatchCursor::skip(std::size_t nodes, std::size_t buffers, std::size_t view_columns) {
  for (std::size_t i = 0; i < view_columns; ++i) {
    KINORA_TRY(const std::size_t count, next_variadic_count());
    buffers += count;
  }
  if (batch_.nodes() == nullptr || batch_.nodes()->size() - next_node_ < nodes)
    return damaged(file_, "a record batch has too few columns");
  if (buffers != 0 && (batch_.buffers() == nullptr || batch_.buffers()->size() - next_buffer_ < buffers))
    return damaged(file_, "a record batch has too few buffers");
  next_node_ += static_cast<flatbuffers::uoffset_t>(nodes);
  next_buffer_ += static_cast<flatbuffers::uoffset_t>(buffers);
  return {};
}

Result<ArrowValidity> BatchCursor::next_validity(std::size_t length, bool has_nulls) {
  KINORA_TRY(const Bytes bits, next_buffer(0));
  if (!has_nulls) return ArrowValidity{};
  if (bits.size() < length / 8 + (length % 8 == 0 ? 0 : 1)) return damaged(file_, "the validity is shorter than its column");
  return ArrowValidity{bits};
}

Result<Bytes> BatchCursor::decompress(Bytes stored) {
  if (batch_.compression()->method() != 0)
    return damaged(file_, "record batches that are compressed as a whole are not supported");
  if (stored.size() < sizeof(std::int64_t)) return damaged(file_, "a compressed buffer does not say how long it is");
  const auto length = load<std::int64_t>(stored, 0);
  const Bytes compressed = stored.subspan(sizeof(std::int64_t));
  if (length == kNotCompressed) return compressed;
  if (length < 0 || static_cast<std::uint64_t>(length) > compressed.size() * kMaxRatio)
    return damaged(file_, "a compressed buffer says that it is longer than it can be");
  lance::CompressionScheme scheme{};
  switch (batch_.compression()->codec()) {
    case arrow::CompressionKind_Lz4Frame:
      scheme = lance::CompressionScheme::kLz4Frame;
      break;
    case arrow::CompressionKind_Zstd:
      scheme = lance::CompressionScheme::kZstd;
      break;
    default:
      return damaged(file_, "the compression " + std::to_string(static_cast<int>(batch_.compression()->codec())) +
                                " of Arrow is not supported");
  }
  const std::span<std::byte> out = decompressed_.emplace_back(static_cast<std::size_t>(length)).span();
  if (auto done = lance::decompress(scheme, compressed, out, file_); !done) return damaged(file_, std::move(done).error().what);
  return out;
}

}  // namespace kinora::exchange
