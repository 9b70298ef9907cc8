#include "text/treebank_rules.hpp"

#include "text/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace kinora::treebank {
namespace {

constexpr std::string_view kDoubleApostrophe = "''";
constexpr std::string_view kDoubleBacktick = "``";

bool is_one_of(char byte, std::string_view set) { return set.find(byte) != std::string_view::npos; }

void pad(std::string_view text, std::string& out) {
  out.push_back(' ');
  out.append(text);
  out.push_back(' ');
}

/// Pads every occurrence of an ASCII character of the set.
void pad_each(std::string_view set, std::string_view in, std::string& out) {
  std::size_t copied = 0;
  for (std::size_t i = in.find_first_of(set); i != std::string_view::npos; i = in.find_first_of(set, i + 1)) {
    out.append(in.substr(copied, i - copied));
    pad(in.substr(i, 1), out);
    copied = i + 1;
  }
  out.append(in.substr(copied));
}

/// Puts the padded `replacement` in the place of every `text`.
void replace_padded(std::string_view text, std::string_view replacement, std::string_view in, std::string& out) {
  std::size_t copied = 0;
  for (std::size_t i = in.find(text); i != std::string_view::npos; i = in.find(text, copied)) {
    out.append(in.substr(copied, i - copied));
    pad(replacement, out);
    copied = i + text.size();
  }
  out.append(in.substr(copied));
}

/// The length of the member of `quotes` that starts at `position`, 0 if none does.
std::size_t quote_length(std::span<const std::string_view> quotes, std::string_view in, std::size_t position) {
  for (const std::string_view quote : quotes)
    if (in.substr(position, quote.size()) == quote) return quote.size();
  return 0;
}

bool only_spaces(std::string_view in, std::size_t position) {
  while (position < in.size()) {
    const unicode::Character character = unicode::decode(in, position);
    if (!unicode::is_space(character.code)) return false;
    position += character.length;
  }
  return true;
}

/// Where the last period of the text is, if anything but a period stands before it; npos otherwise. No earlier period can match:
/// between the period and the end of the text there may be none.
std::size_t find_final_period(std::string_view in) {
  const std::size_t period = in.rfind('.');
  if (period == std::string_view::npos || period == 0 || in[period - 1] == '.') return std::string_view::npos;
  return period;
}

bool ends_word(std::string_view in, std::size_t position) { return !unicode::is_word(unicode::decode(in, position).code); }

}  // namespace

void pad_opening_quotes(std::string_view in, std::string& out) {
  static constexpr std::array<std::string_view, 4> kQuotes = {"\u00AB", "\u201C", "\u2018", "\u201E"};
  for (std::size_t i = 0; i < in.size();) {
    std::size_t length = in[i] == '`' ? std::min(in.find_first_not_of('`', i), in.size()) - i : 0;
    if (length == 0 && !unicode::is_ascii(in[i])) length = quote_length(kQuotes, in, i);
    if (length == 0) {
      out.push_back(in[i++]);
      continue;
    }
    pad(in.substr(i, length), out);
    i += length;
  }
}

void convert_first_quote(std::string_view in, std::string& out) {
  const bool quoted = in.substr(0, 1) == "\"";
  if (quoted) out.append(kDoubleBacktick);
  out.append(in.substr(quoted ? 1 : 0));
}

void pad_double_backticks(std::string_view in, std::string& out) { replace_padded(kDoubleBacktick, kDoubleBacktick, in, out); }

void convert_opening_quotes(std::string_view in, std::string& out) {
  for (std::size_t i = 0; i < in.size();) {
    out.push_back(in[i++]);
    if (!is_one_of(in[i - 1], " ([{<")) continue;
    const std::size_t length = in.substr(i, 1) == "\"" ? 1 : in.substr(i, 2) == kDoubleApostrophe ? 2 : 0;
    if (length == 0) continue;
    pad(kDoubleBacktick, out);
    i += length;
  }
}

void split_opening_apostrophe(std::string_view in, std::string& out) {
  constexpr std::int32_t kLongS = 0x17F;  // equal to s under IGNORECASE
  for (std::size_t i = 0; i < in.size();) {
    out.push_back(in[i++]);
    if (in[i - 1] != '\'') continue;
    // Of the alternatives looked ahead for, only those of one letter can stand before a single letter that ends a word.
    const unicode::Character letter = unicode::decode(in, i);
    if (!unicode::is_word(letter.code) || !ends_word(in, i + letter.length)) continue;
    if (letter.code == kLongS || (letter.length == 1 && is_one_of(in[i], "mtsdnMTSDN"))) continue;
    out.push_back(' ');
    out.append(in.substr(i, letter.length));
    i += letter.length;
  }
}

void split_final_period(std::string_view in, std::string& out) {
  static constexpr std::array<std::string_view, 3> kClosingQuotes = {"\u00BB", "\u201D", "\u2019"};
  const std::size_t period = find_final_period(in);
  if (period == std::string_view::npos) return void(out.append(in));
  std::size_t end = period + 1;
  while (end < in.size()) {
    const std::size_t length = is_one_of(in[end], "])}>\"' ") ? 1 : quote_length(kClosingQuotes, in, end);
    if (length == 0) break;
    end += length;
  }
  if (!only_spaces(in, end)) return void(out.append(in));
  out.append(in.substr(0, period));
  pad(".", out);
  out.append(in.substr(period + 1, end - period - 1));
  out.push_back(' ');
}

void split_last_period(std::string_view in, std::string& out) {
  const std::size_t period = find_final_period(in);
  if (period == std::string_view::npos) return void(out.append(in));
  const std::size_t end = std::min(in.find_first_not_of("])}>\"'", period + 1), in.size());
  if (!only_spaces(in, end)) return void(out.append(in));
  out.append(in.substr(0, period));
  out.push_back(' ');
  out.append(in.substr(period, end - period));
  out.push_back(' ');
}

void split_colon_or_comma(std::string_view in, std::string& out) {
  for (std::size_t i = 0; i < in.size();) {
    const char byte = in[i++];
    if ((byte != ':' && byte != ',') || i == in.size()) {
      out.push_back(byte);
      continue;
    }
    const unicode::Character next = unicode::decode(in, i);
    if (unicode::is_decimal(next.code)) {
      out.push_back(byte);
      continue;
    }
    pad(in.substr(i - 1, 1), out);
    out.append(in.substr(i, next.length));
    i += next.length;
  }
}

void pad_final_colon_or_comma(std::string_view in, std::string& out) {
  const std::size_t end = in.size() - (in.ends_with('\n') ? 1 : 0);  // $ also stands before a last newline
  if (end == 0 || !is_one_of(in[end - 1], ":,")) return void(out.append(in));
  out.append(in.substr(0, end - 1));
  pad(in.substr(end - 1, 1), out);
  out.append(in.substr(end));
}

void pad_periods(std::string_view in, std::string& out) {
  std::size_t copied = 0;
  for (std::size_t i = in.find(".."); i != std::string_view::npos; i = in.find("..", copied)) {
    out.append(in.substr(copied, i - copied));
    copied = std::min(in.find_first_not_of('.', i), in.size());
    pad(in.substr(i, copied - i), out);
  }
  out.append(in.substr(copied));
}

void pad_symbols(std::string_view in, std::string& out) { pad_each(";@#$%&", in, out); }
void pad_question_and_exclamation(std::string_view in, std::string& out) { pad_each("?!", in, out); }
void pad_asterisks(std::string_view in, std::string& out) { pad_each("*", in, out); }
void pad_brackets(std::string_view in, std::string& out) { pad_each("][(){}<>", in, out); }
void pad_dashes(std::string_view in, std::string& out) { replace_padded("--", "--", in, out); }

void split_closing_apostrophe(std::string_view in, std::string& out) {
  for (std::size_t i = 0; i < in.size();) {
    out.push_back(in[i++]);
    if (in[i - 1] == '\'' || in.substr(i, 2) != "' ") continue;
    pad("'", out);
    i += 2;
  }
}

void pad_closing_quotes(std::string_view in, std::string& out) {
  static constexpr std::array<std::string_view, 3> kQuotes = {"\u00BB", "\u201D", "\u2019"};
  for (std::size_t i = 0; i < in.size();) {
    const std::size_t length = unicode::is_ascii(in[i]) ? 0 : quote_length(kQuotes, in, i);
    if (length == 0) {
      out.push_back(in[i++]);
      continue;
    }
    pad(in.substr(i, length), out);
    i += length;
  }
}

void pad_double_apostrophes(std::string_view in, std::string& out) {
  replace_padded(kDoubleApostrophe, kDoubleApostrophe, in, out);
}
void convert_closing_quotes(std::string_view in, std::string& out) { replace_padded("\"", kDoubleApostrophe, in, out); }

void split_short_clitics(std::string_view in, std::string& out) {
  for (std::size_t i = 0; i < in.size();) {
    out.push_back(in[i++]);
    if (is_one_of(in[i - 1], "' ") || in.substr(i, 1) != "'") continue;
    std::size_t length = 0;
    if (i + 2 < in.size() && is_one_of(in[i + 1], "sSmMdD") && in[i + 2] == ' ')
      length = 2;
    else if (i + 1 < in.size() && in[i + 1] == ' ')
      length = 1;
    if (length == 0) continue;
    pad(in.substr(i, length), out);
    i += length + 1;
  }
}

void split_long_clitics(std::string_view in, std::string& out) {
  static constexpr std::array<std::string_view, 8> kClitics = {"'ll ", "'LL ", "'re ", "'RE ", "'ve ", "'VE ", "n't ", "N'T "};
  for (std::size_t i = 0; i < in.size();) {
    out.push_back(in[i++]);
    if (is_one_of(in[i - 1], "' ")) continue;
    const std::size_t length = quote_length(kClitics, in, i);
    if (length == 0) continue;
    pad(in.substr(i, length - 1), out);
    i += length;
  }
}

}  // namespace kinora::treebank
