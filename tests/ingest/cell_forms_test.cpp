#include "ingest/cell_forms.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <string>

namespace kinora::ingest {
namespace {

TEST(AnyYear, IsFoundInDatesOfEveryOrder) {
  for (const char* cell : {"1979", "1979.0", "(1979)", "15/12/1979", "1979-05-25", "25-May-79", "May 25, 1979", "Jun 12 1979",
                           "5/25/79", "June 13, 1979 (United States)", "II 1979", "1979-05-25T00:00:00Z",
                           "\xC2\xA0"
                           "1979\xC2\xA0",
                           "1979\xE2\x80\x93"
                           "1981",
                           "May-79"})
    EXPECT_EQ(parse_any_year(cell), 1979) << cell;
  EXPECT_EQ(parse_any_year("26-Nov-21"), 2021);
  for (const char* cell : {"PG", "2 Seasons", "0", "12", "19790", "", "12/31", "soon", "79"})
    EXPECT_EQ(parse_any_year(cell), std::nullopt) << cell;
}

TEST(Minutes, AreReadInEveryForm) {
  for (const char* cell : {"142", "142.0", "142 min", "142min", "142 mins.", "2h 22m", "2 h 22 min", "2h22", "2 hours 22 minutes",
                           "2 hours, 22 minutes", "2:22", "2:22:00", "PT2H22M", "PT142M"})
    EXPECT_EQ(parse_minutes(cell), 142.0) << cell;
  EXPECT_EQ(parse_minutes("2h"), 120.0);
  EXPECT_EQ(parse_minutes("121.5 min"), 121.5);
  for (const char* cell : {"2 Seasons", "1 Season", "min", "", "PG", "142 miles"})
    EXPECT_EQ(parse_minutes(cell), std::nullopt) << cell;
}

TEST(AnyNumber, HasSeparatorsAndSuffixes) {
  EXPECT_EQ(parse_any_number("1,086", false), 1086.0);
  EXPECT_EQ(parse_any_number("28,341,469", false), 28341469.0);
  EXPECT_EQ(parse_any_number("5.083.954", false), 5083954.0);
  EXPECT_EQ(parse_any_number("1 086", false), 1086.0);
  EXPECT_EQ(parse_any_number("1\xC2\xA0"
                             "086",
                             false),
            1086.0);
  EXPECT_EQ(parse_any_number("1,086.5", false), 1086.5);
  EXPECT_EQ(parse_any_number("1.086,5", true), 1086.5);
  EXPECT_EQ(parse_any_number("7,3", true), 7.3);
  EXPECT_EQ(parse_any_number("7.9/10", false), 7.9);
  EXPECT_EQ(parse_any_number("85%", false), 85.0);
  EXPECT_EQ(parse_any_number("1.5K", false), 1500.0);
  for (const char* cell : {"PG-13", "", "7,3", "12 Angry", "1,08", "1.2.3"})
    EXPECT_EQ(parse_any_number(cell, false), std::nullopt) << cell;
  EXPECT_TRUE(has_decimal_comma("7,3"));
  EXPECT_FALSE(has_decimal_comma("1,086"));
}

TEST(ImdbDigits, AreFoundInIdsAndAddresses) {
  for (const char* cell :
       {"tt0499549", "0499549", "http://www.imdb.com/title/tt0499549/?ref_=fn_tt_tt_1", "https://m.imdb.com/title/tt0499549"})
    EXPECT_EQ(find_imdb_digits(cell), "0499549") << cell;
  for (const char* cell : {"nm0000123", "Avatar", "", "https://example.org/"}) EXPECT_EQ(find_imdb_digits(cell), "") << cell;
}

TEST(MissingWords, AreNoValues) {
  for (const char* cell : {"", "nan", "NaN", "None", "NULL", "N/A", "\\N", "-"}) EXPECT_TRUE(is_missing_word(cell)) << cell;
  for (const char* cell : {"0", "Nana", "Drama", "no"}) EXPECT_FALSE(is_missing_word(cell)) << cell;
}

}  // namespace
}  // namespace kinora::ingest
