#include "store/lance/page_layout/layout_page.hpp"

#include "store/lance/data_file_layout.hpp"

#include <string>

namespace kinora::lance {
namespace {

constexpr std::uint64_t kFlatLevelBits = 16;
constexpr std::uint64_t kTextOffsetBits = 32;

}  // namespace

wire::Page& add_layout_page(wire::ColumnMetadata& metadata, std::size_t begin, std::size_t end,
                            const layout::PageLayout& layout) {
  wire::Page& page = *metadata.add_pages();
  page.set_length(end - begin);
  page.set_priority(begin);
  wire::AnyMessage any;
  any.set_type_url(std::string(kPageLayoutType));
  any.set_value(layout.SerializeAsString());
  page.mutable_encoding()->mutable_direct()->set_encoding(any.SerializeAsString());
  return page;
}

layout::Compression flat_bits(std::uint64_t bits) {
  layout::Compression compression;
  compression.mutable_flat()->set_bits_per_value(bits);
  return compression;
}

layout::Compression flat_levels() { return flat_bits(kFlatLevelBits); }

layout::Compression plain_texts() {
  layout::Compression compression;
  *compression.mutable_variable()->mutable_offsets() = flat_bits(kTextOffsetBits);
  return compression;
}

}  // namespace kinora::lance
