#include "ingest/movielens_title.hpp"
#include "ingest/name_lists.hpp"
#include "ingest/scalar_cells.hpp"
#include "kinora/catalogue/movie.hpp"
#include "textio/numbers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory_resource>
#include <string>

namespace kinora::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr ListStyle kPython{.json_first = false, .separator = "|"};
constexpr ListStyle kJson{.json_first = true, .separator = "|"};

class NameListsTest : public ::testing::Test {
 protected:
  std::pmr::monotonic_buffer_resource arena_;
  NameLists lists_{arena_};

  Names names(std::string_view cell, const ListStyle& style = kPython) {
    Names result;
    const auto read = lists_.read_names(cell, style, result);
    EXPECT_TRUE(read) << cell << ": " << read.error().detail;
    return result;
  }
  std::string error(std::string_view cell, const ListStyle& style = kPython) {
    Names result = {"kept"};
    const auto read = lists_.read_names(cell, style, result);
    EXPECT_THAT(result, ElementsAre("kept"));
    return read ? "" : read.error().detail;
  }
};

TEST_F(NameListsTest, ReadsNamesOfPythonRecordsWhateverTheOrderOfKeys) {
  EXPECT_THAT(names("[{'id': 16, 'name': 'Animation'}, {'name': 'Comedy', 'id': 35}]"), ElementsAre("Animation", "Comedy"));
  EXPECT_THAT(names(R"([{'name': "based on children's book", 'x': None}])"), ElementsAre("based on children's book"));
  EXPECT_THAT(names(R"([{'name': 'a\xe9\'b'}])"), ElementsAre("a\u00e9'b"));
}

TEST_F(NameListsTest, ReadsJsonRecordsAndStrings) {
  EXPECT_THAT(names(R"([{"id": 28, "name": "Action"}])", kJson), ElementsAre("Action"));
  EXPECT_THAT(names(R"(["Sci-Fi", "caf\u00e9"])", kJson), ElementsAre("Sci-Fi", "caf\u00e9"));
}

TEST_F(NameListsTest, TrimsNamesAndPassesOverBlankOnes) {
  EXPECT_THAT(names("[{'name': 'Jane Doe  '}, {'name': '\\tJohn Roe'}, {'name': '\\xa0'}, {'name': ' \\xa0 powder \\xa0'}]"),
              ElementsAre("Jane Doe", "John Roe", "powder"));
  EXPECT_THAT(names("['\u00a0a', 'b\u00a0c', '\u00e0', '\u00c2']"), ElementsAre("a", "b\u00a0c", "\u00e0", "\u00c2"));
  EXPECT_THAT(names("War\u00a0|\u00a0|Drama"), ElementsAre("War", "Drama"));
}

TEST_F(NameListsTest, TriesTheOtherSyntaxToo) {
  EXPECT_THAT(names(R"([{"name": null}, {"name": "Action"}])", kPython), ElementsAre("Action"));
  EXPECT_THAT(names("['Action']", kJson), ElementsAre("Action"));
}

TEST_F(NameListsTest, ReadsSeparatedText) {
  EXPECT_THAT(names("Drama| Comedy ||War"), ElementsAre("Drama", "Comedy", "War"));
  EXPECT_THAT(names("Drama; War", {.json_first = true, .separator = "; "}), ElementsAre("Drama", "War"));
  EXPECT_THAT(names("Drama"), ElementsAre("Drama"));
}

TEST_F(NameListsTest, NothingIsNoError) {
  for (const char* cell : {"", "  ", "[]", " [] ", "[{}]", "[None]", "[{'id': 1}]", "[{'name': None}]", "[{'name': ''}]",
                           "[{'name': ' '}]", "[[]]", "None", "null"})
    EXPECT_THAT(names(cell), IsEmpty()) << cell;
}

TEST_F(NameListsTest, SaysWhatIsWrong) {
  EXPECT_THAT(error("[{'name': 'a'; 'id': 1}]"), HasSubstr("expected ',' or '}' at byte 13"));
  EXPECT_THAT(error("[{'id': 18, 'name'"), HasSubstr("expected ':'"));
  EXPECT_THAT(error("[REC] and others"), HasSubstr("expected a value at byte 1"));
  EXPECT_THAT(error("[{'name'}]"), HasSubstr("expected ':'"));
  EXPECT_THAT(error("[__import__('os').system('true')]"), HasSubstr("expected a value"));
  EXPECT_THAT(error("[" + std::string(100, '[') + std::string(100, ']') + "]"), HasSubstr("at most 64"));
}

TEST_F(NameListsTest, RefusesMoreNamesThanAFilmCanHave) {
  std::string list = "[";
  for (std::size_t i = 0; i <= kMaxNames; ++i) list += std::to_string(i) + ",";
  EXPECT_THAT(error(list + "]"), HasSubstr("at most 4096 names"));
  std::string text;
  for (std::size_t i = 0; i <= kMaxNames; ++i) text += std::to_string(i) + "|";
  EXPECT_THAT(error(text), HasSubstr("at most 4096 names"));
  EXPECT_THAT(error("['" + std::string(kMaxListBytes, 'a') + "']"), HasSubstr("at most 16 MiB"));
}

TEST_F(NameListsTest, ReadsOneName) {
  const auto name = [&](std::string_view cell) {
    std::string_view result;
    EXPECT_TRUE(lists_.read_name(cell, kPython, result)) << cell;
    return std::string(result);
  };
  EXPECT_EQ(name("{'id': 10194, 'name': 'Toy Story Collection', 'poster_path': None}"), "Toy Story Collection");
  EXPECT_EQ(name(R"({"id": 1, "name": "A", "tags": ["x", {"name": "inner"}]})"), "A");
  EXPECT_EQ(name(" Plain Collection "), "Plain Collection");
  EXPECT_EQ(name(""), "");
  std::string_view result = "kept";
  EXPECT_FALSE(lists_.read_name("{'name': 'a'", kPython, result));
  EXPECT_EQ(result, "kept");
}

TEST_F(NameListsTest, ReadsCastInBillingOrder) {
  const std::string_view cell =
      "[{'name': 'C', 'order': 2}, {'name': 'A', 'order': 0}, {'order': 1, 'name': 'B'}, {'name': 'D', 'order': 10}]";
  Names cast;
  ASSERT_TRUE(lists_.read_cast(cell, kPython, 3, cast));
  EXPECT_THAT(cast, ElementsAre("A", "B", "C"));
  cast.clear();
  ASSERT_TRUE(lists_.read_cast("['Z', 'Y', 'X']", kPython, 2, cast));
  EXPECT_THAT(cast, ElementsAre("Z", "Y"));
  cast.clear();
  ASSERT_TRUE(lists_.read_cast(cell, kPython, 0, cast));
  EXPECT_THAT(cast, IsEmpty());
}

TEST_F(NameListsTest, OfACrewTakesTheDirectors) {
  Names directors;
  ASSERT_TRUE(
      lists_.read_directors("[{'job': 'Director', 'name': 'A'}, {'job': 'Director of Photography', 'name': 'B'}, {'name': 'C'}, "
                            "{'department': 'Directing', 'job': 'Director', 'name': 'D'}]",
                            kPython, directors));
  EXPECT_THAT(directors, ElementsAre("A", "D"));
}

TEST(ScalarCells, ReadsIntegers) {
  EXPECT_EQ(textio::parse_integer("862"), 862);
  EXPECT_EQ(textio::parse_integer(" -7 "), -7);
  EXPECT_EQ(textio::parse_integer("5415.0"), 5415);
  EXPECT_EQ(textio::parse_integer("9223372036854775807"), 9223372036854775807);
  for (const char* cell :
       {"", " ", "1997-08-20", "5415.5", "12a", "a12", "0x10", "+1", "1e3", "9223372036854775808", "--1", "1 2"})
    EXPECT_EQ(textio::parse_integer(cell), std::nullopt) << cell;
}

TEST(ScalarCells, ReadsNumbers) {
  EXPECT_EQ(textio::parse_number("8.2e-05"), 8.2e-05);
  EXPECT_EQ(textio::parse_number(" 81.0 "), 81.0);
  EXPECT_EQ(textio::parse_number("0"), 0.0);
  for (const char* cell : {"", "nan", "inf", "-inf", "1e999", "1,5", "7.7.7", "0x1p3", "seven", "1 000"})
    EXPECT_EQ(textio::parse_number(cell), std::nullopt) << cell;
}

TEST(ScalarCells, ReadsYears) {
  EXPECT_EQ(parse_year("1995"), 1995);
  EXPECT_EQ(parse_year("1995.0"), 1995);
  EXPECT_EQ(parse_year("1874-12-09"), 1874);
  EXPECT_EQ(parse_year("2020-12-16T00:00:00Z"), 2020);
  EXPECT_EQ(parse_year("1995/10/30"), 1995);
  for (const char* cell :
       {"", "1", "12", "22", "95", "0", "1799", "2200", "10/30/1995", "1995-", "1995-ab", "-1995", "199510", "soon"})
    EXPECT_EQ(parse_year(cell), std::nullopt) << cell;
}

TEST(ScalarCells, ReadsImdbNumbers) {
  EXPECT_EQ(parse_imdb_number("tt0114709"), 114709);
  EXPECT_EQ(parse_imdb_number("0114709"), 114709);
  for (const char* cell : {"", "tt", "nm0000001", "tt-5", "tt12x", "114709.0"})
    EXPECT_EQ(parse_imdb_number(cell), std::nullopt) << cell;
}

struct TitleCase {
  const char* text;
  const char* title;
  std::int32_t year;
};

void PrintTo(const TitleCase& each, std::ostream* out) { *out << each.text; }

class MovieLensTitleTest : public ::testing::TestWithParam<TitleCase> {};

TEST_P(MovieLensTitleTest, IsReadAsUsersExpect) {
  std::pmr::monotonic_buffer_resource arena;
  const MovieLensTitle parsed = parse_movielens_title(GetParam().text, arena);
  EXPECT_EQ(parsed.title, GetParam().title);
  EXPECT_EQ(parsed.year, GetParam().year);
}

INSTANTIATE_TEST_SUITE_P(
    , MovieLensTitleTest,
    ::testing::Values(
        TitleCase{"Toy Story (1995)", "Toy Story", 1995},
        TitleCase{"American President, The (1995)", "The American President", 1995},
        TitleCase{"Bug's Life, A (1998)", "A Bug's Life", 1998}, TitleCase{"Ideal Husband, An (1999)", "An Ideal Husband", 1999},
        TitleCase{"Miserables, Les (1995)", "Les Miserables", 1995}, TitleCase{"Atalante, L' (1934)", "L'Atalante", 1934},
        TitleCase{"Hunt, The (Jagten) (2012)", "The Hunt (Jagten)", 2012},
        TitleCase{"Avventura, L' (Adventure, The) (1960)", "L'Avventura (Adventure, The)", 1960},
        TitleCase{"Seven (a.k.a. Se7en) (1995)", "Seven (a.k.a. Se7en)", 1995},
        TitleCase{"Play It Again, Sam (1972)", "Play It Again, Sam", 1972},
        TitleCase{"O Brother, Where Art Thou? (2000)", "O Brother, Where Art Thou?", 2000},
        TitleCase{"Good, the Bad and the Ugly, The (Buono, il brutto, il cattivo, Il) (1966)",
                  "The Good, the Bad and the Ugly (Buono, il brutto, il cattivo, Il)", 1966},
        TitleCase{"Babylon 5", "Babylon 5", kUnknownYear}, TitleCase{" 96 Minutes (2011) ", "96 Minutes", 2011},
        TitleCase{"Death Note (2006\u20132007)", "Death Note", 2006}, TitleCase{"Series, The (1990-1994)", "The Series", 1990},
        TitleCase{"Fawlty Towers (1975- )", "Fawlty Towers", 1975}, TitleCase{"1984 (1984)", "1984", 1984},
        TitleCase{"2001: A Space Odyssey (1968)", "2001: A Space Odyssey", 1968},
        TitleCase{"(500) Days of Summer (2009)", "(500) Days of Summer", 2009},
        TitleCase{"Movie (19955)", "Movie (19955)", kUnknownYear}, TitleCase{"Movie (12)", "Movie (12)", kUnknownYear},
        TitleCase{"Movie (abcd)", "Movie (abcd)", kUnknownYear}, TitleCase{"(1995)", "(1995)", kUnknownYear},
        TitleCase{"", "", kUnknownYear}, TitleCase{", The (1995)", ", The", 1995}, TitleCase{")", ")", kUnknownYear},
        TitleCase{"Paterson (", "Paterson (", kUnknownYear}));

}  // namespace
}  // namespace kinora::ingest
