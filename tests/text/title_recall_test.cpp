#include "base/random.hpp"
#include "text/oracle.hpp"
#include "text/title_index.hpp"
#include "text/title_normalise.hpp"
#include "text/unicode.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {
namespace {

using CodePoints = std::vector<std::int32_t>;

CodePoints codes_of(std::string_view text) {
  CodePoints codes;
  for (std::size_t i = 0; i < text.size(); i += unicode::decode(text, i).length) codes.push_back(unicode::decode(text, i).code);
  return codes;
}

std::size_t count_letters(std::string_view text) {
  const CodePoints codes = codes_of(text);
  return static_cast<std::size_t>(std::count_if(codes.begin(), codes.end(), unicode::is_word));
}

/// One insertion, deletion, substitution or transposition of neighbours at random.
std::string misspell(std::string_view title, Rng& rng) {
  CodePoints codes = codes_of(title);
  const auto place = static_cast<std::ptrdiff_t>(rng.below(codes.size() - 1));
  const auto letter = static_cast<std::int32_t>('a' + rng.below(26));
  switch (rng.below(4)) {
    case 0:
      codes.insert(codes.begin() + place, letter);
      break;
    case 1:
      codes.erase(codes.begin() + place);
      break;
    case 2:
      codes[static_cast<std::size_t>(place)] = letter;
      break;
    default:
      std::swap(codes[static_cast<std::size_t>(place)], codes[static_cast<std::size_t>(place) + 1]);
      break;
  }
  std::string text;
  for (const std::int32_t code : codes) unicode::append_utf8(code, text);
  return text;
}

/// The share of misspelt titles of at least six letters whose film is among the first three hits.
double recall(const Catalogue& catalogue, std::size_t questions) {
  const TitleIndex index = TitleIndex::build(catalogue);
  Rng rng(11);
  std::size_t asked = 0;
  std::size_t found = 0;
  while (asked < questions) {
    const std::string_view title = catalogue.titles[rng.below(catalogue.size())];
    if (count_letters(title) < 6) continue;
    ++asked;
    const std::string wanted = normalise_title(title);
    const auto hits = index.search(misspell(title, rng), 3);
    found += std::any_of(hits.begin(), hits.end(), [&](const TitleHit& hit) {
      return normalise_title(catalogue.titles[hit.row]) == wanted ||
             normalise_title(catalogue.original_titles[hit.row]) == wanted;
    });
  }
  return static_cast<double>(found) / static_cast<double>(asked);
}

/// Titles of one to five words; common words are as common as in a language.
Catalogue synthetic_catalogue(std::size_t films) {
  constexpr std::array<std::string_view, 16> kSyllables = {"ba", "ce", "di",  "fo", "gu", "la", "me", "ni",
                                                           "po", "ru", "sta", "te", "vi", "wo", "zu", "é"};
  Rng rng(5);
  std::vector<std::string> words;
  for (int i = 0; i < 6'000; ++i) {
    std::string word;
    for (std::uint64_t left = 1 + rng.below(4); left > 0; --left) word += kSyllables[rng.below(kSyllables.size())];
    words.push_back(word);
  }
  Catalogue catalogue;
  for (std::size_t i = 0; i < films; ++i) {
    Movie movie;
    movie.vote_count = static_cast<std::int64_t>(rng.below(1'000));
    for (std::uint64_t left = 1 + rng.below(5); left > 0; --left) {
      const double share = rng.uniform_double();
      movie.title += (movie.title.empty() ? "" : " ") + words[static_cast<std::size_t>(share * share * share * 6'000)];
    }
    catalogue.append(movie, 0);
  }
  return catalogue;
}

TEST(TitleRecall, OfMisspeltSyntheticTitles) { EXPECT_GE(recall(synthetic_catalogue(20'000), 1'000), 0.95); }

TEST(TitleRecall, OfMisspeltRealTitles) {
  const auto file = testing_oracle::kaggle_catalogue();
  if (!file) GTEST_SKIP() << testing_oracle::kNoData;
  const testing::TempDirectory folder;
  std::ifstream films(testing_oracle::ask("catalogue", *file, folder));
  Catalogue catalogue;
  for (std::string line; std::getline(films, line);) {
    const auto film = nlohmann::json::parse(line);
    Movie movie;
    movie.title = film.at("title");
    movie.original_title = film.at("original_title");
    movie.vote_count = film.at("votes");
    catalogue.append(movie, 0);
  }
  ASSERT_GT(catalogue.size(), 45'000U);
  EXPECT_GE(recall(catalogue, 1'000), 0.95);
  const TitleIndex index = TitleIndex::build(catalogue);
  for (std::size_t row = 0; row < catalogue.size(); ++row) {
    const auto rows = index.find(catalogue.titles[row], {}, {}).rows;
    ASSERT_NE(std::find(rows.begin(), rows.end(), row), rows.end()) << catalogue.titles[row];
    const std::string normalised = normalise_title(catalogue.titles[row]);
    ASSERT_EQ(normalise_title(normalised), normalised) << catalogue.titles[row];
  }
  const auto best = [&](std::string_view query) {
    const auto hits = index.search(query, 1);
    return hits.empty() ? std::string() : std::string(catalogue.titles[hits.front().row]);
  };
  EXPECT_EQ(best("toy stroy"), "Toy Story");
  EXPECT_EQ(best("amelie"), "Amélie");
  EXPECT_EQ(best("godfather"), "The Godfather");
  EXPECT_EQ(best("harry potter philosophers stone"), "Harry Potter and the Philosopher's Stone");
  EXPECT_EQ(best("lord of the rings fellowship"), "The Lord of the Rings: The Fellowship of the Ring");
  for (const char* title : {"It", "M", "Up", "8½"}) EXPECT_EQ(best(title), title);
}

}  // namespace
}  // namespace kinora
