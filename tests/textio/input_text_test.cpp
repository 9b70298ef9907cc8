#include "textio/input_text.hpp"
#include "support/recorder.hpp"
#include "support/temp_directory.hpp"
#include "textio/encoding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <string>
#include <utility>
#include <vector>

namespace kinora::textio {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string gzip(std::string_view text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(text.size() + 1000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

class InputTextTest : public ::testing::Test {
 protected:
  testing::TempDirectory directory_;
  Recorder recorder_;

  Result<InputText> open(std::string_view bytes) {
    return InputText::open(directory_.write("file", bytes), {.observer = &recorder_});
  }
  Error error_of(std::string_view bytes) {
    const auto input = open(bytes);
    EXPECT_FALSE(input);
    return input ? Error{} : input.error();
  }
};

TEST_F(InputTextTest, IsTheMappingItselfWhereNothingIsToBeDone) {
  const auto input = open("a,b\n");
  ASSERT_TRUE(input);
  EXPECT_EQ(input->text(), "a,b\n");
  EXPECT_EQ(static_cast<const void*>(input->text().data()), static_cast<const void*>(input->file_bytes().data()));
}

TEST_F(InputTextTest, DropsAByteOrderMark) { EXPECT_EQ(open("\xEF\xBB\xBFid,title\n")->text(), "id,title\n"); }

TEST_F(InputTextTest, NamesWhatIsNoFileOfRecords) {
  const std::vector<std::pair<std::string, const char*>> cases = {
      {"PAR1\x15\x04", "Parquet"},
      {std::string("SQLite format 3\0", 16), "SQLite"},
      {"\xD0\xCF\x11\xE0\xA1", "Excel"},
      {"PK\x03\x04\x14 [Content_Types].xml", "Excel"},
      {"PK\x03\x04\x14 movies.csv", "zip archive"},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n", "Git LFS"},
      {"\n<!DOCTYPE html>\n<html lang=\"en\">", "web page"},
      {"<html><head>", "web page"},
      {"BZh91AY&SY", "bzip2"}};
  for (const auto& [bytes, found] : cases) {
    const Error error = error_of(bytes);
    EXPECT_EQ(error.code, ErrorCode::kFileBinary) << found;
    EXPECT_THAT(error.found, HasSubstr(found));
    EXPECT_FALSE(error.next_step.empty());
  }
}

TEST_F(InputTextTest, ReadsGzip) {
  const std::string text = "id,title\n" + std::string(100000, 'x') + "\n";
  const auto input = open(gzip(text));
  ASSERT_TRUE(input);
  EXPECT_EQ(input->text(), text);
  EXPECT_LT(input->file_bytes().size(), text.size()) << "the hash is of what is on the disk";
  EXPECT_EQ(open(gzip("\xEF\xBB\xBFid\n"))->text(), "id\n");
}

TEST_F(InputTextTest, ReadsGzipOfSeveralMembersAndPadding) {
  EXPECT_EQ(open(gzip("id,ti") + gzip("tle\n1,a\n"))->text(), "id,title\n1,a\n");
  EXPECT_EQ(open(gzip("id,title\n") + std::string(512, '\0'))->text(), "id,title\n");
}

TEST_F(InputTextTest, RefusesACutGzipStreamWhereverItIsCut) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += std::to_string(i * 7919 % 10007) + ",";
  const std::string whole = gzip(text);
  for (const std::size_t size :
       {std::size_t{2}, std::size_t{5}, std::size_t{10}, whole.size() / 2, whole.size() - 8, whole.size() - 1})
    EXPECT_EQ(error_of(whole.substr(0, size)).code, ErrorCode::kFileTruncated) << size << " of " << whole.size();
}

TEST_F(InputTextTest, RefusesADamagedGzipStream) {
  std::string bytes = gzip(std::string(10000, 'a') + "bcdef");
  bytes[bytes.size() - 6] = static_cast<char>(bytes[bytes.size() - 6] ^ 0x55);  // the checksum
  EXPECT_EQ(error_of(bytes).code, ErrorCode::kFileUnreadable);
  EXPECT_EQ(error_of(gzip("id,title\n") + "rubbish").code, ErrorCode::kFileUnreadable);
}

TEST_F(InputTextTest, RefusesEmptyFiles) {
  for (const std::string& bytes : {std::string(), std::string("\xEF\xBB\xBF"), std::string("\n \r\n"), gzip("")})
    EXPECT_EQ(error_of(bytes).code, ErrorCode::kFileEmpty);
}

TEST_F(InputTextTest, RefusesBinaryFilesAndSaysWhatTheyAre) {
  using namespace std::string_literals;
  EXPECT_EQ(error_of("id,title\n1,\0\n"s).code, ErrorCode::kFileBinary);
  EXPECT_THAT(error_of("id,title\n1,\0\n"s).found, HasSubstr("offset 11"));
  EXPECT_THAT(error_of("PK\x03\x04rest"s).message(), HasSubstr("zip"));
  EXPECT_THAT(error_of("\xFF\xFEi\0d\0"s).message(), HasSubstr("UTF-16"));
  EXPECT_EQ(error_of(gzip("a\0b"s)).code, ErrorCode::kFileBinary);
}

TEST_F(InputTextTest, RefusesWhatIsNotThereOrNoFile) {
  EXPECT_EQ(InputText::open(directory_.path() / "none", {}).error().code, ErrorCode::kFileNotFound);
  EXPECT_EQ(InputText::open(directory_.path(), {}).error().code, ErrorCode::kFileUnreadable);
}

TEST_F(InputTextTest, ReadsLatin1AndSaysSo) {
  EXPECT_EQ(open("1::Mis\xE9rables, Les (1995)::Drama\n2::Caf\xE9 \x93quoted\x94\n")->text(),
            "1::Misérables, Les (1995)::Drama\n2::Café “quoted”\n");
  ASSERT_EQ(recorder_.warnings.size(), 1U);
  EXPECT_THAT(recorder_.warnings[0], HasSubstr("Windows-1252"));
}

TEST_F(InputTextTest, ReplacesAFewMalformedBytesOfUtf8AndSaysSo) {
  EXPECT_EQ(open("é,ü,日本\xFF,ö\n")->text(), "é,ü,日本\uFFFD,ö\n");
  ASSERT_EQ(recorder_.warnings.size(), 1U);
  EXPECT_THAT(recorder_.warnings[0], HasSubstr("1 malformed"));
}

TEST_F(InputTextTest, StopsOnRequest) {
  CancellationToken cancellation;
  cancellation.request();
  const auto input = InputText::open(directory_.write("file", gzip("a,b\n")), {.cancellation = &cancellation});
  ASSERT_FALSE(input);
  EXPECT_EQ(input.error().code, ErrorCode::kCancelled);
}

TEST(Encoding, KnowsWellFormedUtf8) {
  for (const char* text :
       {"", "ascii only, longer than a word", "é", "日", "\xF0\x9F\x98\x80", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"})
    EXPECT_TRUE(is_utf8(text)) << text;
  for (const char* text : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80",
                           "\xF5\x80\x80\x80", "\xFF", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "12345678\x80", "\xE2\x28\xA1"})
    EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(Encoding, ReplacesAsPythonDoes) {
  // Each is bytes(...).decode(errors="replace") of Python 3.11.
  EXPECT_EQ(replace_malformed("a\xE2\x82z"), "a\uFFFDz");
  EXPECT_EQ(replace_malformed("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(replace_malformed("\xF0\x9F\x98"), "\uFFFD");
  EXPECT_EQ(replace_malformed("\xC0\x80"), "\uFFFD\uFFFD");
  EXPECT_EQ(replace_malformed("\xF4\x90\x80\x80x"), "\uFFFD\uFFFD\uFFFD\uFFFDx");
  EXPECT_EQ(replace_malformed("fine é"), "fine é");
}

TEST(Encoding, WritesEveryLengthOfCharacter) {
  std::string out;
  for (const std::uint32_t c : {0x41U, 0xE9U, 0x65E5U, 0x1F600U, 0x10FFFFU}) append_utf8(c, out);
  EXPECT_EQ(out, "Aé日\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF");
}

}  // namespace
}  // namespace kinora::textio
