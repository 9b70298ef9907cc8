#include "text/near_strings.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <string>
#include <vector>

namespace kinora {
namespace {

/// A table over strings of its own.
class OwnedTable {
 public:
  explicit OwnedTable(std::vector<std::string> strings) {
    std::sort(strings.begin(), strings.end());
    strings.erase(std::unique(strings.begin(), strings.end()), strings.end());
    for (const std::string& text : strings) {
      bytes_.insert(bytes_.end(), text.begin(), text.end());
      ends_.push_back(bytes_.size());
    }
  }
  [[nodiscard]] StringTable view() const { return {ends_, bytes_}; }

 private:
  std::vector<std::uint64_t> ends_;
  std::vector<std::uint8_t> bytes_;
};

/// Optimal string alignment over the whole matrix (Wagner & Fischer 1974, with transpositions).
unsigned distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<unsigned>> d(a.size() + 1, std::vector<unsigned>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<unsigned>(i + j);
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

std::string random_text(Rng& rng, std::uint64_t longest) {
  std::string text;
  for (std::uint64_t left = rng.below(longest + 1); left > 0; --left) text += static_cast<char>('a' + rng.below(4));
  return text;
}

TEST(NearStrings, AreThoseOfTheWholeMatrix) {
  Rng rng(3);
  std::vector<std::string> strings;
  for (int i = 0; i < 3000; ++i) strings.push_back(random_text(rng, 12));
  const OwnedTable table(strings);
  for (int question = 0; question < 60; ++question) {
    const std::string wanted = random_text(rng, 14);
    const auto edits = static_cast<unsigned>(rng.below(4));
    const std::vector<NearString> near = find_near(table.view(), wanted, edits);
    std::size_t next = 0;
    for (std::size_t i = 0; i < table.view().size(); ++i) {
      const unsigned expected = distance(std::string(table.view()[i]), wanted);
      if (expected > edits) continue;
      ASSERT_LT(next, near.size()) << wanted << " " << table.view()[i];
      EXPECT_EQ(near[next].index, i) << wanted;
      EXPECT_EQ(near[next++].edits, expected) << wanted << " " << table.view()[i];
    }
    EXPECT_EQ(next, near.size());
  }
}

TEST(NearStrings, CountCharactersNotBytes) {
  const OwnedTable table({"東京", "東京物語", "москва", "москвы"});
  EXPECT_EQ(find_near(table.view(), "京東", 1).size(), 1U);
  const auto near = find_near(table.view(), "москв", 1);
  ASSERT_EQ(near.size(), 2U);
  EXPECT_EQ(near[0].edits, 1U);
  EXPECT_TRUE(find_near(table.view(), "", 1).empty());
  EXPECT_TRUE(find_near({}, "a", 3).empty());
}

TEST(NearStrings, ForgivesMoreInLongerQuestions) {
  const std::vector<std::pair<std::size_t, unsigned>> expected = {{0, 0}, {1, 0},  {2, 1},  {5, 1},
                                                                  {6, 2}, {10, 2}, {11, 3}, {99, 3}};
  for (const auto& [characters, edits] : expected) EXPECT_EQ(forgiven_edits(characters), edits) << characters;
}

TEST(StringTable, FindsStringsAndPrefixes) {
  const OwnedTable owned({"a", "ab", "abc", "abd", "b", "ba", "c"});
  const StringTable table = owned.view();
  EXPECT_EQ(table.find("abd"), 3U);
  EXPECT_EQ(table.find("abe"), table.size());
  EXPECT_EQ(table.find("z"), table.size());
  for (const auto& [prefix, begin, end] : {std::tuple("", 0U, 7U), std::tuple("ab", 1U, 4U), std::tuple("c", 6U, 7U),
                                           std::tuple("bb", 6U, 6U), std::tuple("z", 7U, 7U)}) {
    const IndexRange range = table.with_prefix(prefix);
    EXPECT_EQ(range.begin, begin) << prefix;
    EXPECT_EQ(range.end, end) << prefix;
  }
}

TEST(StringTable, NeverReadsOutside) {
  const std::vector<std::uint8_t> bytes = {'a', 'b'};
  const std::vector<std::uint64_t> ends = {1, 9, 0, ~std::uint64_t{0}, 2};
  const StringTable table{ends, bytes};
  EXPECT_EQ(table[0], "a");
  for (const std::size_t i : {1U, 2U, 3U, 4U}) EXPECT_EQ(table[i], "") << i;
  const std::vector<std::uint32_t> items = {7};
  const ListTable lists{ends, items};
  EXPECT_EQ(lists[0].size(), 1U);
  EXPECT_TRUE(lists[1].empty());
  EXPECT_TRUE((lists[IndexRange{0, 6}].empty()));
  EXPECT_TRUE((lists[IndexRange{2, 1}].empty()));
}

}  // namespace
}  // namespace kinora
