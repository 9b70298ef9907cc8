#include "textio/csv_reader.hpp"

#include "textio/line_counter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace kinora::textio {
namespace {

using ::testing::ElementsAre;
using Records = std::vector<std::vector<std::string>>;

struct Reading {
  Records records;
  std::vector<std::uint64_t> lines;
  bool open_quote = false;
  std::size_t open_at = 0;
};

Reading read_all(std::string_view text, CsvDialect dialect = {}) {
  Reading reading;
  CsvReader reader(text, dialect);
  LineCounter lines(text);
  while (true) {
    const auto step = reader.next();
    if (step == CsvReader::Step::kEnd) return reading;
    if (step == CsvReader::Step::kOpenQuote) {
      reading.open_quote = true;
      reading.open_at = reader.open_quote();
      return reading;
    }
    std::pmr::monotonic_buffer_resource arena;
    auto& record = reading.records.emplace_back();
    for (const CsvField& field : reader.record().fields) record.emplace_back(decode(field, arena));
    reading.lines.push_back(lines.line_of(reader.record().begin));
  }
}

TEST(CsvReader, ReadsAsPythonsCsvModule) {
  std::ifstream file(KINORA_SOURCE_DIR "/tests/textio/golden/csv.json");
  ASSERT_TRUE(file) << "run tests/textio/make_csv_golden.py";
  const auto golden = nlohmann::json::parse(file);
  ASSERT_GT(golden["cases"].size(), 400U);
  for (const auto& golden_case : golden["cases"]) {
    const auto text = golden_case["text"].get<std::string>();
    const Reading reading = read_all(text);
    EXPECT_EQ(reading.open_quote, golden_case.contains("open_quote")) << golden_case["text"];
    if (reading.open_quote) continue;
    EXPECT_EQ(reading.records, golden_case["records"].get<Records>()) << golden_case["text"];
    EXPECT_EQ(reading.lines, golden_case["lines"].get<std::vector<std::uint64_t>>()) << golden_case["text"];
  }
}

TEST(CsvReader, TakesCellsFromTheTextWithoutCopying) {
  const std::string text = "plain,\"quoted, and\nbroken\",\"dou\"\"bled\"\n";
  CsvReader reader(text, {});
  ASSERT_EQ(reader.next(), CsvReader::Step::kRecord);
  std::pmr::monotonic_buffer_resource arena;
  const auto& fields = reader.record().fields;
  EXPECT_EQ(decode(fields[0], arena).data(), text.data());
  EXPECT_EQ(decode(fields[1], arena).data(), text.data() + 7);
  EXPECT_EQ(decode(fields[2], arena), "dou\"bled");
}

TEST(CsvReader, GivesTheBytesOfARecordWithoutItsLineEnd) {
  const std::string text = "a,b\r\n\r\n\"c\nd\",e\nf";
  CsvReader reader(text, {});
  std::vector<std::string> raw;
  while (reader.next() == CsvReader::Step::kRecord)
    raw.push_back(text.substr(reader.record().begin, reader.record().end - reader.record().begin));
  EXPECT_THAT(raw, ElementsAre("a,b", "\"c\nd\",e", "f"));
}

TEST(CsvReader, SaysWhereTheOpenQuoteStands) {
  const std::string text = "a,b\nc,\"d\ne,f\n";
  const Reading reading = read_all(text);
  EXPECT_TRUE(reading.open_quote);
  EXPECT_EQ(reading.open_at, 6U);
  LineCounter lines(text);
  EXPECT_EQ(lines.line_of(reading.open_at), 2U);
}

TEST(CsvReader, WithoutQuotingAQuoteIsACharacterAsAnyOther) {
  const Reading reading = read_all("1\t\"Rififi\" means\t\"open\n2\t\\N\t\n", {.delimiter = '\t', .quoting = false});
  EXPECT_EQ(reading.records, (Records{{"1", "\"Rififi\" means", "\"open"}, {"2", "\\N", ""}}));
}

TEST(CsvReader, CountsFieldsBeyondThoseItKeeps) {
  const std::string text = std::string(10000, ',') + "\nx\n";
  CsvReader reader(text, {});
  ASSERT_EQ(reader.next(), CsvReader::Step::kRecord);
  EXPECT_EQ(reader.record().field_count, 10001U);
  EXPECT_EQ(reader.record().fields.size(), CsvReader::kMaxFields);
  ASSERT_EQ(reader.next(), CsvReader::Step::kRecord);
  EXPECT_EQ(reader.record().field_count, 1U);
}

TEST(LineCounter, CountsLfCrLfAndBareCr) {
  LineCounter lines("a\nb\r\nc\rd");
  EXPECT_EQ(lines.line_of(0), 1U);
  EXPECT_EQ(lines.line_of(1), 1U);
  EXPECT_EQ(lines.line_of(2), 2U);
  EXPECT_EQ(lines.line_of(4), 2U);
  EXPECT_EQ(lines.line_of(5), 3U);
  EXPECT_EQ(lines.line_of(7), 4U);
  EXPECT_EQ(lines.line_of(8), 4U);
  EXPECT_EQ(lines.line_of(2), 2U) << "going back";
}

}  // namespace
}  // namespace kinora::textio
