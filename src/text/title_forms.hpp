#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kinora {

/// The further names that a title gives in brackets, as MovieLens does: of "Seven Samurai (Shichinin no samurai)" both, of "Seven
/// (a.k.a. Se7en)" "Seven" and "Se7en". Nothing where a title begins with a bracket ("(500) Days of Summer") or has none; years
/// are no names.
[[nodiscard]] std::vector<std::string> names_in_brackets(std::string_view title);

/// A title in the one form of all ways to write it: normalised, with Roman numbers and number words up to twenty as digits,
/// without "part", "vol." and the like before a number, and with usual abbreviations ("dr", "mr", "st", "vs"). "The Godfather
/// Part II" is "the godfather 2". Segments (before and after a colon or a dash) are written by themselves, so that the number of
/// "Star Trek V: The Final Frontier" is one.
[[nodiscard]] std::string canonical_title(std::string_view title);

/// A normalised title without its spaces, by which "spiderman" is "spider man".
[[nodiscard]] std::string joined_words(std::string_view normalised);

/// A normalised title in which digits between two letters are the letters that they are drawn like ("se7en": "seten", "seven").
[[nodiscard]] std::vector<std::string> drawn_letters(std::string_view normalised);

/// Whether two normalised titles have the same numbers. A number word may also be a word: "seven" needs no 7 beside it, "7" and
/// "ii" do.
[[nodiscard]] bool same_numbers(std::string_view a, std::string_view b);

/// Whether two words of English are pronounced alike ("knight", "night"), or differ by an "s" at the end.
[[nodiscard]] bool sound_alike(std::string_view a, std::string_view b);

/// The words of a normalised title.
[[nodiscard]] std::vector<std::string_view> words_of_title(std::string_view normalised);

}  // namespace kinora
