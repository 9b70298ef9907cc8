#include "store/lance/data_file.hpp"
#include "store/lance/data_file_layout.hpp"
#include "store/lance/page_decoder.hpp"
#include "store/lance/page_layout.pb.h"
#include "store/lance/page_layout/value_decoder.hpp"
#include "store/lance/read_budget.hpp"
#include "store/lance/wire.pb.h"
#include "support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

/// What a newer Lance, or a writer of other types, may put into a data file: refused with its name, never read as something else.
namespace kinora::lance {
namespace {

using ::testing::HasSubstr;

// A message with nothing but a field that no schema here has: number 99, a length of 0.
constexpr std::string_view kFutureMessage = {"\x9a\x06\x00", 3};

template <class Message>
Message future() {
  Message message;
  EXPECT_TRUE(message.ParseFromString(std::string(kFutureMessage)));
  return message;
}

template <class Value>
void expect_refused(const Result<Value>& result, const std::string& name) {
  ASSERT_FALSE(result) << name;
  EXPECT_EQ(result.error().code, ErrorCode::kTableUnsupported) << result.error().message();
  EXPECT_THAT(result.error().message(), HasSubstr(name));
}

class UnknownEncoding : public ::testing::Test {
 protected:
  Page page(std::string_view type, const std::string& encoding) const {
    return {.rows = 4, .buffers = {buffer_}, .encoding_type = std::string(type), .encoding = encoding};
  }

  /// As whichever column it may be read.
  void expect_page_refused(const Page& page, const std::string& name) {
    ReadBudget budget;
    expect_refused(decode_fixed_page(page, 32, 1, budget, "page"), name);
    expect_refused(decode_fixed_page(page, 32, 4, budget, "page"), name);
    expect_refused(decode_text_page(page, budget, "page"), name);
  }

  void expect_compression_refused(const layout::Compression& compression, const std::string& name) {
    ReadBudget budget;
    ValueDecoder decoder(budget, "page");
    expect_refused(decoder.block(compression, buffer_, 4), name);
  }

  const std::string bytes_ = std::string(64, '\0');
  const Bytes buffer_ = std::as_bytes(std::span(bytes_));
};

TEST_F(UnknownEncoding, OfAPageOfFormat20IsNamed) {
  const auto refused = [this](const wire::ArrayEncoding& encoding, const std::string& name) {
    expect_page_refused(page(kArrayEncodingType, encoding.SerializeAsString()), name);
  };
  wire::ArrayEncoding encoding;
  encoding.mutable_fsst();
  refused(encoding, "'fsst'");
  encoding.mutable_packed_struct();
  refused(encoding, "'packed_struct'");
  encoding.mutable_bitpacked();
  refused(encoding, "'bitpacked'");
  encoding.mutable_bitpacked_non_negative();
  refused(encoding, "'bitpacked_for_non_neg'");
  encoding.mutable_fixed_size_binary();
  refused(encoding, "'fixed_size_binary'");
  encoding.mutable_constant();
  refused(encoding, "'constant'");
  refused(future<wire::ArrayEncoding>(), "'of a newer Lance'");
}

TEST_F(UnknownEncoding, OfAPageOfALaterFormatIsNamed) {
  const auto refused = [this](const layout::PageLayout& layout, const std::string& name) {
    const Page laid_out = page(kPageLayoutType, layout.SerializeAsString());
    expect_page_refused(laid_out, name);
    ReadBudget budget;
    expect_refused(decode_text_list_page(laid_out, budget, "page"), name);
  };
  layout::PageLayout layout;
  layout.mutable_blob();
  refused(layout, "'blob'");
  layout.mutable_sparse();
  refused(layout, "'sparse'");
  refused(future<layout::PageLayout>(), "a newer Lance");
  expect_page_refused(page("/lance.encodings99.PageLayout", ""), "/lance.encodings99.PageLayout");
}

TEST_F(UnknownEncoding, OfValuesIsNamed) {
  layout::Compression compression;
  compression.mutable_dictionary();
  expect_compression_refused(compression, "'dictionary'");
  compression.mutable_packed_struct();
  expect_compression_refused(compression, "'packed_struct'");
  compression.mutable_variable_packed_struct();
  expect_compression_refused(compression, "'variable_packed_struct'");
  compression.mutable_flat()->mutable_compression();
  expect_compression_refused(compression, "'flat'");
  compression.mutable_general()->mutable_compression()->set_scheme(7);
  expect_compression_refused(compression, "scheme 7");
  expect_compression_refused(future<layout::Compression>(), "'of a newer Lance'");
}

TEST_F(UnknownEncoding, OfAFileOrAColumnIsNamed) {
  const std::filesystem::path data = std::filesystem::path(KINORA_SOURCE_DIR) / "tests/store/fixtures/kinora-1/movies.lance/data";
  ASSERT_TRUE(std::filesystem::exists(data));
  const std::string whole = testing::read_file(std::filesystem::directory_iterator(data)->path());
  const auto parse = [](std::string bytes) {
    const auto owner = std::make_shared<const std::string>(std::move(bytes));
    return DataFile::parse(std::as_bytes(std::span(*owner)), owner, "file");
  };
  std::string later = whole;
  later.replace(later.size() - 8, 4, std::string("\x02\x00\x09\x00", 4));
  expect_refused(parse(later), "2.9");

  std::string column = whole;
  const std::string known = "/lance.encodings.ColumnEncoding";
  const std::size_t place = column.find(known);
  ASSERT_NE(place, std::string::npos);
  column.replace(place, known.size(), "/lance.encodings.ColumnOfFuture");
  const auto file = parse(column);
  ASSERT_TRUE(file) << file.error().message();
  expect_refused(file->pages(0), "/lance.encodings.ColumnOfFuture");
}

}  // namespace
}  // namespace kinora::lance
