#include "store/lance/data_file.hpp"

#include "base/try.hpp"
#include "store/lance/data_file_layout.hpp"
#include "store/lance/data_format.hpp"
#include "store/lance/wire.pb.h"

#include <limits>
#include <utility>

namespace kinora::lance {
namespace {

template <class Message>
bool parse_message(Message& message, Bytes bytes) {
  return bytes.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()) &&
         message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

/// Every encoding that the files of format 2 hold lies directly in the message, as an Any.
Result<wire::AnyMessage> direct_encoding(const wire::Encoding& encoding, std::string_view where) {
  if (!encoding.has_direct()) return unsupported(where, "an encoding that is stored outside of its message");
  wire::AnyMessage any;
  if (!any.ParseFromString(encoding.direct().encoding())) return corrupt(where, "an encoding is not a well-formed message");
  return any;
}

Result<void> check_column_encoding(const wire::Encoding& encoding, std::string_view where) {
  KINORA_TRY(const wire::AnyMessage any, direct_encoding(encoding, where));
  if (any.type_url() != kColumnEncodingType) return unsupported(where, "the column encoding " + any.type_url());
  if (any.value() != kPlainColumn) return unsupported(where, "a column encoding other than plain values (zone index or blob)");
  return {};
}

}  // namespace

Result<DataFile> DataFile::parse(Bytes bytes, std::shared_ptr<const void> owner, std::string where) {
  if (bytes.size() < kDataFooterSize)
    return corrupt(where, "the data file is cut off", "at least 40 bytes", std::to_string(bytes.size()) + " bytes");
  const Bytes footer = bytes.last(kDataFooterSize);
  if (std::memcmp(footer.data() + 36, kMagic.data(), kMagic.size()) != 0)
    return corrupt(where, "the data file is cut off", "the four letters LANC at its end");
  const auto major = load<std::uint16_t>(footer, 32);
  const auto minor = load<std::uint16_t>(footer, 34);
  const bool laid_out = major == kLaidOutMajor && (minor == 1 || minor == 2);
  if (!laid_out && (major != kFormat20.footer_major || minor != kFormat20.footer_minor))
    return unsupported(where, "data file version " + std::to_string(major) + "." + std::to_string(minor));

  DataFile file;
  file.laid_out_ = laid_out;
  file.bytes_ = bytes;
  file.owner_ = std::move(owner);
  file.where_ = std::move(where);
  const auto table_offset = load<std::uint64_t>(footer, 8);
  const std::uint64_t count = load<std::uint32_t>(footer, 28);
  const Bytes body = bytes.first(bytes.size() - kDataFooterSize);
  KINORA_TRY(const Bytes table, slice(body, table_offset, count * kTableEntrySize, file.where_, "the column table"));
  file.columns_.reserve(count);
  for (std::size_t column = 0; column < count; ++column) {
    const auto offset = load<std::uint64_t>(table, column * kTableEntrySize);
    const auto size = load<std::uint64_t>(table, column * kTableEntrySize + sizeof(std::uint64_t));
    KINORA_TRY(const Bytes metadata, slice(body, offset, size, file.where_, "the metadata of column " + std::to_string(column)));
    file.columns_.push_back(metadata);
  }
  return file;
}

Result<std::vector<Page>> DataFile::pages(std::size_t column) const {
  const std::string where = where_ + ", column " + std::to_string(column);
  if (column >= columns_.size())
    return corrupt(where, "the file has no such column", "a column below " + std::to_string(columns_.size()));
  wire::ColumnMetadata metadata;
  if (!parse_message(metadata, columns_[column])) return corrupt(where, "the column's metadata is not a well-formed message");
  KINORA_TRY_VOID(check_column_encoding(metadata.encoding(), where));

  std::vector<Page> pages;
  pages.reserve(static_cast<std::size_t>(metadata.pages_size()));
  std::uint64_t total = 0;
  for (wire::Page& wire_page : *metadata.mutable_pages()) {
    if (wire_page.buffer_offsets_size() != wire_page.buffer_sizes_size())
      return corrupt(where, "a page has more offsets than sizes of buffers, or fewer");
    Page page;
    page.rows = wire_page.length();
    for (int i = 0; i < wire_page.buffer_sizes_size(); ++i) {
      KINORA_TRY(const Bytes buffer,
                 slice(bytes_, wire_page.buffer_offsets(i), wire_page.buffer_sizes(i), where, "a page's buffer"));
      page.buffers.push_back(buffer);
      total += buffer.size();
      // Pages that share bytes would make a small file into a large column.
      if (total > bytes_.size()) return corrupt(where, "the column's pages overlap");
    }
    KINORA_TRY(wire::AnyMessage encoding, direct_encoding(wire_page.encoding(), where));
    page.encoding_type = std::move(*encoding.mutable_type_url());
    page.encoding = std::move(*encoding.mutable_value());
    pages.push_back(std::move(page));
  }
  return pages;
}

}  // namespace kinora::lance
