#include "text/tokenize.hpp"

#include "text/treebank_rules.hpp"
#include "text/unicode.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace kinora {
namespace {

/// What a text has that may set off a rule; a rule is passed over when nothing of its own is there.
enum Trigger : unsigned {
  kNonAscii = 1U << 0U,
  kBacktick = 1U << 1U,
  kQuote = 1U << 2U,
  kApostrophe = 1U << 3U,
  kColonComma = 1U << 4U,
  kPeriod = 1U << 5U,
  kSymbol = 1U << 6U,
  kQuestion = 1U << 7U,
  kAsterisk = 1U << 8U,
  kBracket = 1U << 9U,
  kDash = 1U << 10U,
  kDoubled = 1U << 11U  ///< mm, nn or tt: all contractions without an apostrophe have one
};

constexpr std::array<std::uint16_t, 256> trigger_table() {
  std::array<std::uint16_t, 256> table{};
  const auto set = [&table](std::string_view bytes, Trigger trigger) {
    for (const char byte : bytes) table[static_cast<unsigned char>(byte)] = static_cast<std::uint16_t>(trigger);
  };
  for (std::size_t byte = 0x80; byte < table.size(); ++byte) table[byte] = kNonAscii;
  set("`", kBacktick);
  set("\"", kQuote);
  set("'", kApostrophe);
  set(":,", kColonComma);
  set(".", kPeriod);
  set(";@#$%&", kSymbol);
  set("?!", kQuestion);
  set("*", kAsterisk);
  set("][(){}<>", kBracket);
  set("-", kDash);
  return table;
}

bool is_doubled_letter(char byte, char before) {
  const char letter = static_cast<char>(byte | 0x20);
  return (letter == 'm' || letter == 'n' || letter == 't') && letter == static_cast<char>(before | 0x20);
}

unsigned find_triggers(std::string_view text) {
  static constexpr std::array<std::uint16_t, 256> kTable = trigger_table();
  unsigned triggers = 0;
  char before = 0;
  for (const char byte : text) {
    triggers |= kTable[static_cast<unsigned char>(byte)];
    if (is_doubled_letter(byte, before)) triggers |= kDoubled;
    before = byte;
  }
  return triggers;
}

struct GuardedRule {
  unsigned triggers;
  treebank::Rule rule;
};

// The order is NLTK's. Quotes turn into backticks and apostrophes on the way, so that rules about these are set off by quotes
// too.
constexpr std::array<GuardedRule, 16> kRulesBeforePadding = {{
    {kBacktick | kNonAscii, treebank::pad_opening_quotes},
    {kQuote, treebank::convert_first_quote},
    {kBacktick | kQuote, treebank::pad_double_backticks},
    {kQuote | kApostrophe, treebank::convert_opening_quotes},
    {kApostrophe, treebank::split_opening_apostrophe},
    {kPeriod, treebank::split_final_period},
    {kColonComma, treebank::split_colon_or_comma},
    {kColonComma, treebank::pad_final_colon_or_comma},
    {kPeriod, treebank::pad_periods},
    {kSymbol, treebank::pad_symbols},
    {kPeriod, treebank::split_last_period},
    {kQuestion, treebank::pad_question_and_exclamation},
    {kApostrophe, treebank::split_closing_apostrophe},
    {kAsterisk, treebank::pad_asterisks},
    {kBracket, treebank::pad_brackets},
    {kDash, treebank::pad_dashes},
}};

constexpr std::array<GuardedRule, 5> kRulesAfterPadding = {{
    {kNonAscii, treebank::pad_closing_quotes},
    {kApostrophe, treebank::pad_double_apostrophes},
    {kQuote, treebank::convert_closing_quotes},
    {kApostrophe | kQuote, treebank::split_short_clitics},
    {kApostrophe | kQuote, treebank::split_long_clitics},
}};

struct GuardedContraction {
  unsigned triggers = 0;
  treebank::Contraction contraction;
};

constexpr std::array<GuardedContraction, 10> kContractions = {{
    {kDoubled, {"can", "not"}},
    {kApostrophe, {"d", "'ye"}},
    {kDoubled, {"gim", "me"}},
    {kDoubled, {"gon", "na"}},
    {kDoubled, {"got", "ta"}},
    {kDoubled, {"lem", "me"}},
    {kApostrophe, {"more", "'n"}},
    {kDoubled, {"wan", "na", false, true}},
    {kApostrophe, {"'t", "is", true, false}},
    {kApostrophe, {"'t", "was", true, false}},
}};

void split_at_spaces(std::string_view text, std::vector<std::string_view>& tokens) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) - 0x21U < 0x5FU) {  // visible ASCII
      ++i;
      continue;
    }
    const unicode::Character character = unicode::decode(text, i);
    if (unicode::is_space(character.code)) {
      if (i > begin) tokens.push_back(text.substr(begin, i - begin));
      begin = i + character.length;
    }
    i += character.length;
  }
  if (begin < text.size()) tokens.push_back(text.substr(begin));
}

}  // namespace

std::span<const std::string_view> WordTokenizer::tokenize(std::string_view text) {
  const unsigned triggers = find_triggers(text);
  text_.assign(text);
  const auto apply = [this](const auto& rule) {
    rewritten_.clear();
    rule(text_, rewritten_);
    text_.swap(rewritten_);
  };
  for (const GuardedRule& guarded : kRulesBeforePadding)
    if ((triggers & guarded.triggers) != 0) apply(guarded.rule);
  text_.insert(text_.begin(), ' ');
  text_.push_back(' ');
  for (const GuardedRule& guarded : kRulesAfterPadding)
    if ((triggers & guarded.triggers) != 0) apply(guarded.rule);
  for (const GuardedContraction& guarded : kContractions) {
    if ((triggers & guarded.triggers) == 0) continue;
    apply([&guarded](std::string_view in, std::string& out) { treebank::split_contraction(guarded.contraction, in, out); });
  }
  tokens_.clear();
  split_at_spaces(text_, tokens_);
  return tokens_;
}

std::vector<std::string> word_tokenize(std::string_view text) {
  WordTokenizer tokenizer;
  const std::span<const std::string_view> tokens = tokenizer.tokenize(text);
  return {tokens.begin(), tokens.end()};
}

}  // namespace kinora
