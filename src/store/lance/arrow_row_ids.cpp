#include "store/lance/arrow_row_ids.hpp"

#include "base/try.hpp"
#include "store/lance/decompress.hpp"
#include "store/lance/flat_buffer.hpp"

#include <cstring>
#include <string>
#include <utility>

namespace kinora::lance {
namespace {

constexpr std::string_view kArrowMagic = "ARROW1";
constexpr std::size_t kArrowHeaderSize = 8;          // the magic, padded
constexpr std::size_t kTrailerSize = 4 + 6;          // the footer's length, the magic
constexpr std::uint32_t kContinuation = 0xFFFFFFFF;  // stands before each message
constexpr std::int64_t kNotCompressed = -1;

template <class Root>
Result<FlatBuffer<Root>> parse(Bytes bytes, std::string_view where, std::string_view what) {
  auto buffer = FlatBuffer<Root>::parse(bytes);
  if (!buffer) return corrupt(where, std::string(what) + " of the Arrow file is damaged");
  return *std::move(buffer);
}

bool has_magic(Bytes bytes) { return std::memcmp(bytes.data(), kArrowMagic.data(), kArrowMagic.size()) == 0; }

class ArrowReader {
 public:
  ArrowReader(Bytes file, std::uint64_t limit, std::string_view where) : file_(file), limit_(limit), where_(where) {}

  Result<std::vector<std::uint32_t>> read() {
    if (file_.size() < kArrowHeaderSize + kTrailerSize || !has_magic(file_) || !has_magic(file_.last(kArrowMagic.size())))
      return corrupt(where_, "the file is cut off or no Arrow file", "the letters ARROW1 at its start and its end");
    const std::uint64_t footer_size = load<std::uint32_t>(file_, file_.size() - kTrailerSize);
    const Bytes before_footer = file_.first(file_.size() - kTrailerSize);
    if (footer_size > before_footer.size()) return corrupt(where_, "the footer of the Arrow file is longer than the file");
    KINORA_TRY(const auto footer, parse<arrow::Footer>(before_footer.last(footer_size), where_, "the footer"));
    KINORA_TRY_VOID(check_schema(footer->schema()));
    if (footer->dictionaries() != nullptr && footer->dictionaries()->size() != 0)
      return unsupported(where_, "a dictionary in an Arrow file of row ids");
    std::vector<std::uint32_t> numbers;
    if (footer->record_batches() == nullptr) return numbers;
    for (flatbuffers::uoffset_t i = 0; i < footer->record_batches()->size(); ++i)
      KINORA_TRY_VOID(read_block(element(*footer->record_batches(), i), numbers));
    return numbers;
  }

 private:
  [[nodiscard]] Result<void> check_schema(const arrow::Schema* schema) const {
    if (schema == nullptr || schema->fields() == nullptr || schema->fields()->size() != 1)
      return corrupt(where_, "the Arrow file has not one column of row ids");
    if (schema->endianness() != arrow::Endianness_Little) return unsupported(where_, "big-endian Arrow files");
    const arrow::Field* field = schema->fields()->Get(0);
    const arrow::IntType* type = field->type_as_integer();
    if (type == nullptr || type->bits() != 32 || type->is_signed() || field->dictionary() != nullptr)
      return corrupt(where_, "the column of the Arrow file is not of uint32");
    return {};
  }

  [[nodiscard]] Result<Bytes> part(std::int64_t offset, std::int64_t size, Bytes of, std::string_view what) const {
    if (offset < 0 || size < 0) return corrupt(where_, std::string(what) + " lies before the Arrow file");
    return slice(of, static_cast<std::uint64_t>(offset), static_cast<std::uint64_t>(size), where_, what);
  }

  Result<void> read_block(const arrow::Block& block, std::vector<std::uint32_t>& numbers) {
    KINORA_TRY(Bytes metadata, part(block.offset(), block.metadata_length(), file_, "a record batch"));
    KINORA_TRY(const Bytes body, part(block.offset() + block.metadata_length(), block.body_length(), file_, "a record batch"));
    // Writers of before 2019 leave the continuation mark out.
    if (metadata.size() >= 4 && load<std::uint32_t>(metadata, 0) == kContinuation) metadata = metadata.subspan(4);
    if (metadata.size() < 4) return corrupt(where_, "a record batch has no metadata");
    KINORA_TRY(const Bytes message_bytes, slice(metadata, 4, load<std::uint32_t>(metadata, 0), where_, "a message"));
    KINORA_TRY(const auto message, parse<arrow::Message>(message_bytes, where_, "a message"));
    const arrow::RecordBatch* batch = message->header_as_RecordBatch();
    if (batch == nullptr) return corrupt(where_, "a message of the Arrow file is no record batch");
    return read_batch(*batch, body, numbers);
  }

  Result<void> read_batch(const arrow::RecordBatch& batch, Bytes body, std::vector<std::uint32_t>& numbers) {
    if (batch.nodes() == nullptr || batch.nodes()->size() != 1 || batch.buffers() == nullptr || batch.buffers()->size() != 2)
      return corrupt(where_, "a record batch is not one column without nulls");
    const auto node = element(*batch.nodes(), 0);
    if (node.length() != batch.length() || node.null_count() != 0)
      return corrupt(where_, "a record batch is not one column without nulls");
    if (batch.length() < 0 || static_cast<std::uint64_t>(batch.length()) > limit_ - numbers.size())
      return corrupt(where_, "the Arrow file has too many row ids", "at most " + std::to_string(limit_),
                     std::to_string(numbers.size()) + " and " + std::to_string(batch.length()));
    const auto count = static_cast<std::size_t>(batch.length());
    if (count == 0) return {};
    const auto place = element(*batch.buffers(), 1);
    KINORA_TRY(const Bytes stored, part(place.offset(), place.length(), body, "the row ids"));
    if (batch.compression() == nullptr) return append(stored, count, numbers);
    if (batch.compression()->method() != 0) return unsupported(where_, "Arrow record batches that are compressed as a whole");
    if (stored.size() < sizeof(std::int64_t)) return corrupt(where_, "the compressed row ids do not say how long they are");
    const auto length = load<std::int64_t>(stored, 0);
    const Bytes compressed = stored.subspan(sizeof(std::int64_t));
    if (length == kNotCompressed) return append(compressed, count, numbers);
    if (length != static_cast<std::int64_t>(count * sizeof(std::uint32_t)))
      return corrupt(where_, "the compressed row ids are of the wrong length", std::to_string(count * sizeof(std::uint32_t)),
                     std::to_string(length));
    KINORA_TRY(const CompressionScheme scheme, scheme_of(*batch.compression()));
    const OwnedBytes values(count * sizeof(std::uint32_t));
    KINORA_TRY_VOID(decompress(scheme, compressed, values.span(), where_));
    return append(values.span(), count, numbers);
  }

  [[nodiscard]] Result<CompressionScheme> scheme_of(const arrow::BodyCompression& compression) const {
    switch (compression.codec()) {
      case arrow::CompressionKind_Lz4Frame:
        return CompressionScheme::kLz4Frame;
      case arrow::CompressionKind_Zstd:
        return CompressionScheme::kZstd;
    }
    return unsupported(where_, "the compression " + std::to_string(static_cast<int>(compression.codec())) + " of Arrow");
  }

  Result<void> append(Bytes values, std::size_t count, std::vector<std::uint32_t>& numbers) const {
    if (values.size() / sizeof(std::uint32_t) < count) return corrupt(where_, "the row ids end too early");
    const std::size_t before = numbers.size();
    numbers.resize(before + count);
    std::memcpy(numbers.data() + before, values.data(), count * sizeof(std::uint32_t));
    return {};
  }

  Bytes file_;
  std::uint64_t limit_;
  std::string_view where_;
};

}  // namespace

Result<std::vector<std::uint32_t>> read_arrow_row_ids(Bytes file, std::uint64_t limit, std::string_view where) {
  return ArrowReader(file, limit, where).read();
}

}  // namespace kinora::lance
