#include "base/random.hpp"
#include "store/filter/like_pattern.hpp"
#include "store/filter/substring.hpp"
#include "store/filter/text_equality.hpp"
#include "support/every_target.hpp"

#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kinora::filter {
namespace {

/// Strings one after another, in a buffer that ends with the last of them: whoever reads further is seen by AddressSanitizer.
struct Strings {
  std::unique_ptr<char[]> text;
  std::vector<std::string> each;
  std::vector<std::uint64_t> ends;
  std::uint64_t begin = 0;

  [[nodiscard]] TextBlock block() const { return {text.get(), begin, ends}; }
};

/// Few different bytes, so that there are matches, also from one string into the next; the lengths up to `longest`.
Strings random_strings(Rng& rng, std::size_t count, std::size_t longest, std::size_t letters) {
  Strings strings;
  std::string all(rng.below(20), 'x');  // before the first string
  strings.begin = all.size();
  for (std::size_t i = 0; i < count; ++i) {
    std::string text;
    for (std::size_t length = rng.below(longest + 1); text.size() < length;) text += static_cast<char>('a' + rng.below(letters));
    all += text;
    strings.each.push_back(std::move(text));
    strings.ends.push_back(all.size());
  }
  strings.text = std::make_unique<char[]>(all.size());
  all.copy(strings.text.get(), all.size());
  return strings;
}

std::string random_needle(Rng& rng, std::size_t length, std::size_t letters) {
  std::string needle;
  while (needle.size() < length) needle += static_cast<char>('a' + rng.below(letters));
  return needle;
}

class TextSearch : public testing::OnEveryTarget {};

INSTANTIATE_TEST_SUITE_P(Targets, TextSearch, testing::every_target(), testing::target_name);

TEST_P(TextSearch, MarksTheStringsThatHoldTheNeedle) {
  Rng rng(1);
  for (const std::size_t longest : {0U, 1U, 5U, 20U, 70U, 300U})
    for (const std::size_t letters : {1U, 2U, 8U})
      for (std::size_t length = 1; length <= 20; ++length) {
        const Strings strings = random_strings(rng, rng.below(200), longest, letters);
        const std::string needle = random_needle(rng, length, letters);
        std::vector<Truth> marked(strings.each.size(), kFalse);
        mark_containing(strings.block(), needle, marked.data());
        for (std::size_t i = 0; i < strings.each.size(); ++i)
          ASSERT_EQ(marked[i], strings.each[i].find(needle) != std::string::npos ? kTrue : kFalse)
              << "'" << needle << "' in '" << strings.each[i] << "', string " << i << " of " << strings.each.size();
      }
}

TEST_P(TextSearch, FindsFewMatchesAmongManyStrings) {
  Rng rng(2);
  Strings strings = random_strings(rng, 3000, 12, 26);
  const std::string needle = strings.each[1234] + "!";
  strings.each[1234] += "!";
  std::string all(strings.begin, ' ');
  for (std::size_t i = 0; i < strings.each.size(); ++i) {
    all += strings.each[i];
    strings.ends[i] = all.size();
  }
  strings.text = std::make_unique<char[]>(all.size());
  all.copy(strings.text.get(), all.size());
  std::vector<Truth> marked(strings.each.size(), kFalse);
  mark_containing(strings.block(), needle, marked.data());
  for (std::size_t i = 0; i < marked.size(); ++i) ASSERT_EQ(marked[i], i == 1234 ? kTrue : kFalse) << i;
}

TEST(TextEquality, MarksEqualStringsAndBeginnings) {
  Rng rng(3);
  for (const std::size_t letters : {1U, 2U})
    for (std::size_t length = 0; length <= 20; ++length)
      for (int round = 0; round < 10; ++round) {
        Strings strings = random_strings(rng, rng.below(100), length + 3, letters);
        const std::string wanted = random_needle(rng, length, letters);
        std::vector<Truth> equal(strings.each.size(), kFalse);
        std::vector<Truth> beginning(strings.each.size(), kFalse);
        mark_equal(strings.block(), wanted, equal.data());
        mark_beginning_with(strings.block(), wanted, beginning.data());
        for (std::size_t i = 0; i < strings.each.size(); ++i) {
          ASSERT_EQ(equal[i] == kTrue, strings.each[i] == wanted) << wanted << " / " << strings.each[i];
          ASSERT_EQ(beginning[i] == kTrue, strings.each[i].substr(0, length) == wanted) << wanted << " / " << strings.each[i];
        }
      }
}

/// The definition of LIKE, over the pattern's characters; exponential, for short texts. ASCII only.
bool defined_like(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '%')
    return defined_like(pattern.substr(1), text) || (!text.empty() && defined_like(pattern, text.substr(1)));
  if (text.empty()) return false;
  if (pattern.front() == '_') return defined_like(pattern.substr(1), text.substr(1));
  if (pattern.front() == '\\' && pattern.size() > 1) pattern.remove_prefix(1);
  return pattern.front() == text.front() && defined_like(pattern.substr(1), text.substr(1));
}

TEST(LikePattern, AgreesWithItsDefinition) {
  Rng rng(4);
  constexpr std::string_view kSigns = "aab%_\\";
  for (int round = 0; round < 3000; ++round) {
    std::string pattern;
    for (std::size_t length = rng.below(8); pattern.size() < length;) pattern += kSigns[rng.below(kSigns.size())];
    const LikePattern compiled(pattern, "\\");
    const Strings strings = random_strings(rng, 40, 8, 2);
    std::vector<Truth> matched(strings.each.size());
    compiled.match(strings.block(), matched.data());
    for (std::size_t i = 0; i < strings.each.size(); ++i) {
      ASSERT_EQ(compiled.matches(strings.each[i]), defined_like(pattern, strings.each[i])) << pattern << " / " << strings.each[i];
      ASSERT_EQ(matched[i] == kTrue, compiled.matches(strings.each[i])) << pattern << " / " << strings.each[i];
    }
  }
}

TEST(LikePattern, TakesNoExponentialTime) {
  std::string pattern;
  for (int i = 0; i < 2000; ++i) pattern += "%a_";
  const LikePattern compiled(pattern + "%b", "\\");
  EXPECT_FALSE(compiled.matches(std::string(20000, 'a')));
}

}  // namespace
}  // namespace kinora::filter
