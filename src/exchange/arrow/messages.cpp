#include "exchange/arrow/messages.hpp"

#include <optional>
#include <utility>

namespace kinora::exchange {

tl::unexpected<Error> damaged(std::string_view file, std::string what) {
  return fail({.code = ErrorCode::kFormatUnknown,
               .what = std::move(what),
               .where = std::string(file),
               .next_step = "Write the Arrow file again"});
}

tl::unexpected<Error> cut_off(std::string_view file, std::string_view what) {
  return fail({.code = ErrorCode::kFileTruncated,
               .what = "the Arrow file ends within " + std::string(what),
               .where = std::string(file),
               .next_step = "Copy or write the file again"});
}

Result<Bytes> part_of(Bytes bytes, std::int64_t offset, std::int64_t size, std::string_view file, std::string_view what) {
  if (offset < 0 || size < 0) return damaged(file, std::string(what) + " lies before the file");
  const auto begin = static_cast<std::uint64_t>(offset);
  const auto length = static_cast<std::uint64_t>(size);
  if (begin > bytes.size() || length > bytes.size() - begin) return cut_off(file, what);
  return bytes.subspan(begin, length);
}

Result<std::optional<ArrowMessage>> read_message(Bytes bytes, std::size_t offset, std::string_view file) {
  constexpr std::size_t kLengthSize = sizeof(std::uint32_t);
  std::size_t begin = offset;
  // A stream may end without its last mark.
  if (begin == bytes.size()) return std::nullopt;
  if (bytes.size() - begin < kLengthSize) return cut_off(file, "a message");
  // Writers of before 2019 leave the continuation mark out.
  if (load<std::uint32_t>(bytes, begin) == kContinuation) begin += kLengthSize;
  if (bytes.size() - begin < kLengthSize) return cut_off(file, "a message");
  const auto length = load<std::uint32_t>(bytes, begin);
  if (length == 0) return std::nullopt;
  begin += kLengthSize;
  KINORA_TRY(const Bytes metadata, part_of(bytes, static_cast<std::int64_t>(begin), length, file, "a message"));
  KINORA_TRY(auto header, parse<arrow::Message>(metadata, file, "a message"));
  KINORA_TRY(const Bytes body,
             part_of(bytes, static_cast<std::int64_t>(begin + length), header->body_length(), file, "a record batch"));
  return ArrowMessage{std::move(header), body, begin + length + body.size()};
}

}  // namespace kinora::exchange
