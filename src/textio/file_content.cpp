#include "textio/file_content.hpp"

#include "textio/words.hpp"

#include <algorithm>
#include <array>

namespace kinora::textio {
namespace {

struct FirstBytes {
  std::string_view bytes;
  OtherContent content;
};

constexpr std::string_view kUnpack = "Unpack it and pass the file that is in it";
constexpr std::string_view kSaveAsCsv = "Save the sheet as CSV (UTF-8) and pass that";
constexpr std::string_view kSaveAsUtf8 = "Save it as UTF-8";

constexpr auto kFirstBytes = std::to_array<FirstBytes>({
    {"PAR1", {"a Parquet file", "Write it as CSV (pandas: read_parquet(FILE).to_csv(NEW, index=False)) and pass that"}},
    {"SQLite format 3",
     {"an SQLite database", "Export the table: sqlite3 -header -csv FILE 'SELECT * FROM movies' > movies.csv"}},
    {"\xD0\xCF\x11\xE0", {"an Excel file", kSaveAsCsv}},
    {"ARROW1", {"an Arrow file", "Write it as CSV and pass that"}},
    {"%PDF-", {"a PDF file", "Pass the table itself, as CSV"}},
    {"BZh", {"a file packed by bzip2", kUnpack}},
    {"\xFD"
     "7zXZ",
     {"a file packed by xz", kUnpack}},
    {"\x28\xB5\x2F\xFD", {"a file packed by zstd", kUnpack}},
    {"Rar!", {"a RAR archive", kUnpack}},
    {"7z\xBC\xAF", {"a 7z archive", kUnpack}},
    {"\x80\x04\x95",
     {"a pickle of Python's", "Write it as CSV (pandas: read_pickle(FILE).to_csv(NEW, index=False)) and pass that"}},
    {"\xFF\xFE", {"UTF-16", kSaveAsUtf8}},
    {"\xFE\xFF", {"UTF-16", kSaveAsUtf8}},
    {"version https://git-lfs.github.com/spec/",
     {"a pointer of Git LFS in place of the file", "Fetch the file itself: git lfs pull"}},
});

bool is_web_page(std::string_view bytes) {
  const std::string_view start = trim(bytes.substr(0, 512));
  return same_name(start.substr(0, 14), "<!doctype html") || same_name(start.substr(0, 5), "<html");
}

}  // namespace

std::optional<OtherContent> find_other_content(std::string_view bytes) {
  for (const FirstBytes& known : kFirstBytes)
    if (bytes.starts_with(known.bytes)) return known.content;
  if (bytes.starts_with("PK\x03\x04")) {
    const std::string_view head = bytes.substr(0, 4096);
    const bool is_sheet = head.find("[Content_Types].xml") != std::string_view::npos ||
                          head.find("xl/") != std::string_view::npos ||
                          head.find("opendocument.spreadsheet") != std::string_view::npos;
    if (is_sheet) return OtherContent{"an Excel or OpenDocument file", kSaveAsCsv};
    return OtherContent{"a zip archive", kUnpack};
  }
  if (is_web_page(bytes)) return OtherContent{"a web page", "Download the file itself, not the page that shows it"};
  return std::nullopt;
}

}  // namespace kinora::textio
