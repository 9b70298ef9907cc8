#pragma once

#include <string>
#include <string_view>

/// The rewriting rules of NLTK 3.8's NLTKWordTokenizer, each one as what its regular expression does: from left to right, without
/// overlap, everything that does not match copied as it is. Each is linear and appends to `out`.
namespace kinora::treebank {

using Rule = void (*)(std::string_view in, std::string& out);

// STARTING_QUOTES
void pad_opening_quotes(std::string_view in, std::string& out);        ///< ([«“‘„]|[`]+)             ->  " \1 "
void convert_first_quote(std::string_view in, std::string& out);       ///< ^"                        ->  "``"
void pad_double_backticks(std::string_view in, std::string& out);      ///< (``)                      ->  " \1 "
void convert_opening_quotes(std::string_view in, std::string& out);    ///< ([ \(\[{<])("|'{2})       ->  "\1 `` "
void split_opening_apostrophe(std::string_view in, std::string& out);  ///< (?i)(')(?!re|ve|ll|m|t|s|d|n)(\w)\b  ->  "\1 \2"

// PUNCTUATION
void split_final_period(std::string_view in, std::string& out);        ///< ([^\.])(\.)([\]\)}>"'»”’ ]*)\s*$  ->  "\1 \2 \3 "
void split_colon_or_comma(std::string_view in, std::string& out);      ///< ([:,])([^\d])             ->  " \1 \2"
void pad_final_colon_or_comma(std::string_view in, std::string& out);  ///< ([:,])$                   ->  " \1 "
void pad_periods(std::string_view in, std::string& out);               ///< \.{2,}                    ->  " \g<0> "
void pad_symbols(std::string_view in, std::string& out);               ///< [;@#$%&]                  ->  " \g<0> "
void split_last_period(std::string_view in, std::string& out);         ///< ([^\.])(\.)([\]\)}>"']*)\s*$      ->  "\1 \2\3 "
void pad_question_and_exclamation(std::string_view in, std::string& out);  ///< [?!]                    ->  " \g<0> "
void split_closing_apostrophe(std::string_view in,
                              std::string& out);            ///< ([^'])'                   ->  "\1 ' " (a space after ')
void pad_asterisks(std::string_view in, std::string& out);  ///< [*]                       ->  " \g<0> "

// PARENS_BRACKETS, DOUBLE_DASHES
void pad_brackets(std::string_view in, std::string& out);  ///< [\]\[\(\)\{\}\<\>]  ->  " \g<0> "
void pad_dashes(std::string_view in, std::string& out);    ///< --                  ->  " -- "

// ENDING_QUOTES: the text has a space at both ends by now
void pad_closing_quotes(std::string_view in, std::string& out);      ///< ([»”’])            ->  " \1 "
void pad_double_apostrophes(std::string_view in, std::string& out);  ///< ''                 ->  " '' "
void convert_closing_quotes(std::string_view in, std::string& out);  ///< "                  ->  " '' "
void split_short_clitics(std::string_view in, std::string& out);     ///< ([^' ])('[sS]|'[mM]|'[dD]|') and a space  ->  "\1 \2 "
void split_long_clitics(std::string_view in, std::string& out);      ///< ([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) and a space

/// CONTRACTIONS2 and CONTRACTIONS3, (?i)\b(first)(second)\b -> " \1 \2 ".
struct Contraction {
  std::string_view first;     ///< lower case ASCII
  std::string_view second;    ///< the same
  bool after_space = false;   ///< a space stands before it, and is part of the match, instead of \b
  bool before_space = false;  ///< (?=\s) instead of \b
};
void split_contraction(const Contraction& contraction, std::string_view in, std::string& out);

}  // namespace kinora::treebank
